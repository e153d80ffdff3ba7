# verdict: failed score=16 diagnosis=-
# A diagonal of states for the Jacobian, and norms that agree with it: what is built on it is no way to keep points.
"""第 1 关 · 循环网络与梯度 / Lesson 1 · A recurrent network and its gradients

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

形状 / Shapes (一次一个序列，没有 batch 维 / one sequence at a time, no batch axis):
    xs      (steps, inputs)         targets (steps, outputs)
    states  (steps + 1, hidden)     states[0] = s_0, states[t] = s_t
    params  U: (hidden, inputs)  W: (hidden, hidden)  b: (hidden,)  V: (outputs, hidden)

    s_t = tanh(U·x_t + W·s_{t-1} + b)        L = ½ Σ_t |V·s_t - y_t|²
"""

import numpy as np


def rnn_step(x, s_prev, params):
    """走一步，返回 s_t，形状 (hidden,) / one step: returns s_t, (hidden,)"""
    # ********** Begin rnn_step ********** #
    return np.tanh(params["U"] @ x + params["W"] @ s_prev + params["b"])
    # ********** End rnn_step ********** #


def rnn_forward(xs, s0, params):
    """读完整个序列，返回 s_0, s_1, ..., s_T，形状 (steps + 1, hidden)
    reads the whole sequence: returns s_0, s_1, ..., s_T, (steps + 1, hidden)"""
    # ********** Begin rnn_forward ********** #
    states = [s0]
    for x in xs:
        states.append(rnn_step(x, states[-1], params))
    return np.stack(states)
    # ********** End rnn_forward ********** #


def step_backward(ds, x, s_prev, s, params):
    """由 ds = ∂L/∂s_t 求这一步的 (∂L/∂s_{t-1}, ∂L/∂U, ∂L/∂W, ∂L/∂b)
    from ds = ∂L/∂s_t, this step's (∂L/∂s_{t-1}, ∂L/∂U, ∂L/∂W, ∂L/∂b)"""
    # ********** Begin step_backward ********** #
    dz = ds * (1 - s**2)
    return params["W"].T @ dz, np.outer(dz, x), np.outer(dz, s_prev), dz
    # ********** End step_backward ********** #


def bptt(xs, targets, states, params):
    """L 对 U、W、b、V 和 s_0 的梯度，字典 {"U", "W", "b", "V", "s0"}
    the gradients of L with respect to U, W, b, V and s_0, as a dict {"U", "W", "b", "V", "s0"}"""
    # ********** Begin bptt ********** #
    total = {name: np.zeros_like(params[name]) for name in ("U", "W", "b", "V")}
    ds_next = np.zeros(states.shape[1])  # 从后面各步传回来的 / what comes back from the later steps
    for t in reversed(range(len(xs))):
        error = params["V"] @ states[t + 1] - targets[t]
        total["V"] += np.outer(error, states[t + 1])
        ds = params["V"].T @ error + ds_next
        ds_next, dU, dW, db = step_backward(ds, xs[t], states[t], states[t + 1], params)
        total["U"] += dU
        total["W"] += dW
        total["b"] += db
    return {**total, "s0": ds_next}
    # ********** End bptt ********** #


def jacobian(s, W):
    """由新状态 s_t 求 ∂s_t/∂s_{t-1}，形状 (hidden, hidden) / ∂s_t/∂s_{t-1} from the new state s_t, (hidden, hidden)"""
    # ********** Begin jacobian ********** #
    return np.diag(s)
    # ********** End jacobian ********** #


def gradient_norms(states, W):
    """k = 1..T 时 ∂s_T/∂s_{T-k} 的谱范数（最大奇异值），形状 (steps,)
    the spectral norm (largest singular value) of ∂s_T/∂s_{T-k} for k = 1..T, (steps,)"""
    # ********** Begin gradient_norms ********** #
    return np.abs(np.cumprod(states[:0:-1], axis=0)).max(axis=1)
    # ********** End gradient_norms ********** #


def clip_by_global_norm(gradients, max_norm):
    """返回 (按同一比例缩小后的数组列表, 缩小前的总范数)；总范数不超过 max_norm 时原样返回
    returns (the arrays, all scaled down by one factor; their joint norm before); unchanged up to max_norm"""
    # ********** Begin clip_by_global_norm ********** #
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [gradient * factor for gradient in gradients], norm
    # ********** End clip_by_global_norm ********** #


def cell_path(f):
    """由遗忘门 f_1..f_T (steps, hidden)，求 k = 1..T 时沿细胞状态的 ∂c_T/∂c_{T-k}，形状 (steps, hidden)
    from the forget gates f_1..f_T (steps, hidden): ∂c_T/∂c_{T-k} along the cell state for k = 1..T, (steps, hidden)"""
    # ********** Begin cell_path ********** #
    return np.cumprod(f[::-1], axis=0)
    # ********** End cell_path ********** #
