# verdict: passed score=full diagnosis=-
# The two states in a class of their own, a named tuple; σ by tanh.

    # ********** Begin sigmoid ********** #
    half = np.divide(z, 2)
    return (np.tanh(half) + 1) / 2
    # ********** End sigmoid ********** #

    # ********** Begin lstm_step ********** #
    from typing import NamedTuple

    class States(NamedTuple):
        hidden: np.ndarray
        cell: np.ndarray

    kept = forget_gate(x, h_prev, params) * c_prev
    new = kept + input_gate(x, h_prev, params) * candidate(x, h_prev, params)
    return States(cell=new, hidden=hidden_state(output_gate(x, h_prev, params), new))
    # ********** End lstm_step ********** #
