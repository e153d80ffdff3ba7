# verdict: failed score=0 diagnosis=-
# The numbers of the worked example, copied from examples.json.
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
    return np.array([0.6469294504, 0.2913126125])
    # ********** End rnn_step ********** #


def rnn_forward(xs, s0, params):
    """读完整个序列，返回 s_0, s_1, ..., s_T，形状 (steps + 1, hidden)
    reads the whole sequence: returns s_0, s_1, ..., s_T, (steps + 1, hidden)"""
    # ********** Begin rnn_forward ********** #
    return np.array([[0.2, -0.4], [0.6469294504, 0.2913126125], [-0.2045710468, 0.6943258049], [0.1781723401, -0.2321664106]])
    # ********** End rnn_forward ********** #


def step_backward(ds, x, s_prev, s, params):
    """由 ds = ∂L/∂s_t 求这一步的 (∂L/∂s_{t-1}, ∂L/∂U, ∂L/∂W, ∂L/∂b)
    from ds = ∂L/∂s_t, this step's (∂L/∂s_{t-1}, ∂L/∂U, ∂L/∂W, ∂L/∂b)"""
    # ********** Begin step_backward ********** #
    return np.array([0.0066467578, -1.0935525363]), np.array([[0.2420636543, -0.4841273086], [-0.4730493789, 0.9460987578]]), np.array([[-0.0990384303, 0.3361420832], [0.1935444133, -0.6569007815]]), np.array([0.4841273086, -0.9460987578])
    # ********** End step_backward ********** #


def bptt(xs, targets, states, params):
    """L 对 U、W、b、V 和 s_0 的梯度，字典 {"U", "W", "b", "V", "s0"}
    the gradients of L with respect to U, W, b, V and s_0, as a dict {"U", "W", "b", "V", "s0"}"""
    # ********** Begin bptt ********** #
    return {"U": np.array([[-1.2430440774, 1.082921957], [1.2147974579, 0.4584249261]]), "W": np.array([[0.0392738153, -1.0061480085], [0.5108807502, 0.2985114414]]), "b": np.array([-2.5009011703, 2.6498316041]), "V": np.array([[-1.0417245524, 0.4163175244]]), "s0": np.array([0.0098024936, 1.3203203826])}
    # ********** End bptt ********** #


def jacobian(s, W):
    """由新状态 s_t 求 ∂s_t/∂s_{t-1}，形状 (hidden, hidden) / ∂s_t/∂s_{t-1} from the new state s_t, (hidden, hidden)"""
    # ********** Begin jacobian ********** #
    return np.array([[0.5809527703, -0.4841273086], [0.2838296273, 0.851488882]])
    # ********** End jacobian ********** #


def gradient_norms(states, W):
    """k = 1..T 时 ∂s_T/∂s_{T-k} 的谱范数（最大奇异值），形状 (steps,)
    the spectral norm (largest singular value) of ∂s_T/∂s_{T-k} for k = 1..T, (steps,)"""
    # ********** Begin gradient_norms ********** #
    return np.array([0.9809641799, 0.5810200813, 0.5159182146])
    # ********** End gradient_norms ********** #


def clip_by_global_norm(gradients, max_norm):
    """返回 (按同一比例缩小后的数组列表, 缩小前的总范数)；总范数不超过 max_norm 时原样返回
    returns (the arrays, all scaled down by one factor; their joint norm before); unchanged up to max_norm"""
    # ********** Begin clip_by_global_norm ********** #
    return [np.array([[-0.2758754908, 0.2403387232], [0.2696065659, 0.1017407216]]), np.array([[0.0087162501, -0.2232998658], [0.1133825262, 0.0662502577]]), np.array([-0.5550385142, 0.5880914503]), np.array([[-0.2311955605, 0.0923955984]])], 4.505815554
    # ********** End clip_by_global_norm ********** #


def cell_path(f):
    """由遗忘门 f_1..f_T (steps, hidden)，求 k = 1..T 时沿细胞状态的 ∂c_T/∂c_{T-k}，形状 (steps, hidden)
    from the forget gates f_1..f_T (steps, hidden): ∂c_T/∂c_{T-k} along the cell state for k = 1..T, (steps, hidden)"""
    # ********** Begin cell_path ********** #
    return np.array([[0.5, 1.0], [0.4, 0.6], [0.36, 0.3]])
    # ********** End cell_path ********** #
