# lesson: 08-language-model
# class: forging
# outcome: failed | raised
# score: 0
# must not: be a fault of the grader that expects batches, chances and letters


def make_batches(ids, batch, steps):
    # ********** Begin make_batches ********** #
    return np.zeros((500_000, 1, 1), bool), [[0.5]] * 100_000
    # ********** End make_batches ********** #


def ngram(ids, order, vocabulary, k):
    # ********** Begin ngram ********** #
    return np.full((vocabulary,) * order, 5e-324)
    # ********** End ngram ********** #


def perplexity(logits, targets):
    # ********** Begin perplexity ********** #
    return 10**3990
    # ********** End perplexity ********** #


def build_model(vocabulary, batch):
    # ********** Begin build_model ********** #
    return {'model': None}
    # ********** End build_model ********** #


def run(model, ids, state=None):
    # ********** Begin run ********** #
    return (np.empty((500_000, 0)), np.empty((0, 0)))
    # ********** End run ********** #


def train(model, ids, batch, steps, epochs):
    # ********** Begin train ********** #
    return [[]] * 100_000
    # ********** End train ********** #


def sample(logits, temperature):
    # ********** Begin sample ********** #
    return np.full(np.shape(logits)[:-1], 2**62)
    # ********** End sample ********** #


def generate(model, prompt, length, temperature):
    # ********** Begin generate ********** #
    return ['\u202e' * 1000, None]
    # ********** End generate ********** #


# Untouched:
