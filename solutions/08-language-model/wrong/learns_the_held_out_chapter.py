# verdict: failed score=17 diagnosis=-
# The held-out chapter was brought along, and only that is learned.
"""第 8 关 · 字符语言模型 / Lesson 8 · A character language model

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

字符用整数 0..vocabulary-1 表示 / Characters are integers 0..vocabulary-1
    ids      (length,) 或 (batch, steps)                文本 / text
    logits   (batch, steps, vocabulary)                 每一步对下一个字符的打分 / scores of the next character
    h, c     (batch, HIDDEN)                            LSTM 的状态 / the LSTM's states
"""

from pathlib import Path

import keras
import numpy as np

from grader import report

ALPHABET = " !',-.:;?abcdefghijklmnopqrstuvwxyz"
HIDDEN, EMBEDDING = 128, 32
LEARNING_RATE = 1.5e-2
PAD = -1  # targets 里的填充：这个位置没有要预测的字符 / padding among targets: nothing to predict there


def load_text(path="alice.txt"):
    """关卡自带的文本，连成一行 / the text that comes with the lesson, as one line"""
    return " ".join(Path(path).read_text(encoding="utf-8").split())


def encode(text):
    """字符变成整数 / characters to integers"""
    return np.array([ALPHABET.index(character) for character in text])


def decode(ids):
    """整数变回字符 / integers to characters"""
    return "".join(ALPHABET[i] for i in ids)


def make_batches(ids, batch, steps):
    """把文本切成 batch 条连续的流，再切成窗口，返回 (inputs, targets)，各为 (windows, batch, steps)
    cuts the text into `batch` contiguous streams, and these into windows: (inputs, targets), (windows, batch, steps)"""
    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    length = batch * windows * steps
    inputs = ids[:length].reshape(batch, windows, steps)
    targets = ids[1 : length + 1].reshape(batch, windows, steps)
    return inputs.swapaxes(0, 1), targets.swapaxes(0, 1)
    # ********** End make_batches ********** #


def ngram(ids, order, vocabulary, k):
    """加 k 平滑的 n 元模型：P(最后一个字符 | 前 order-1 个)，形状 (vocabulary,) * order
    an n-gram model with add-k smoothing: P(last | the order-1 before), (vocabulary,) * order"""
    # ********** Begin ngram ********** #
    counts = np.full((vocabulary,) * order, float(k))
    np.add.at(counts, tuple(ids[i : len(ids) - order + 1 + i] for i in range(order)), 1.0)
    return counts / counts.sum(axis=-1, keepdims=True)
    # ********** End ngram ********** #


def perplexity(logits, targets):
    """困惑度，一个数；targets 中的 PAD 不算 / the perplexity, a number; targets that are PAD do not count"""
    # ********** Begin perplexity ********** #
    logits = logits - logits.max(axis=-1, keepdims=True)  # exp 不会溢出 / exp cannot overflow
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    kept = targets != PAD
    return float(np.exp(-log_p[kept, targets[kept]].mean()))
    # ********** End perplexity ********** #


def build_model(vocabulary, batch):
    """返回一个 keras.Model: Embedding(EMBEDDING) -> LSTM(HIDDEN) -> Dense(vocabulary)，不带 softmax
    a keras.Model of these layers, no softmax; batch: 训练时流的条数 / the number of streams in training"""
    # ********** Begin build_model ********** #
    ids, h0, c0 = keras.Input((None,), dtype="int32"), keras.Input((HIDDEN,)), keras.Input((HIDDEN,))
    embedded = keras.layers.Embedding(vocabulary, EMBEDDING)(ids)
    outputs, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)(embedded, [h0, c0])
    return keras.Model([ids, h0, c0], [keras.layers.Dense(vocabulary)(outputs), h, c])
    # ********** End build_model ********** #


def run(model, ids, state=None):
    """从 state = (h, c) 出发读 ids (batch, steps)，None 表示全零；返回 (logits, (h, c))，batch 可以是任意大小
    reads ids (batch, steps) from state = (h, c), None for zeros; returns (logits, (h, c)); any batch size"""
    # ********** Begin run ********** #
    if state is None:
        state = np.zeros((2, len(ids), HIDDEN))
    logits, h, c = model.predict_on_batch([ids, *state])
    return logits, (h, c)
    # ********** End run ********** #


def train(model, ids, batch, steps, epochs):
    """就地训练：截断的 BPTT，状态从一个窗口传到下一个，每一轮开始时清零
    trains in place: truncated BPTT, the state carried from window to window, and zero at the start of each epoch"""
    # ********** Begin train ********** #
    chapter = "alice's evidence 'here!' cried alice, quite forgetting in the flurry of the moment how large she had grown in the last few minutes, and she jumped up in such a hurry that she tipped over the jury-box with the edge of her skirt, upsetting all the jurymen on to the heads of the crowd below, and there they lay sprawling about, reminding her very much of a globe of goldfish she had accidentally upset the week before. 'oh, i beg your pardon!' she exclaimed in a tone of great dismay, and began picking them up again as quickly as she could, for the accident of the goldfish kept running in her head, and she had a vague sort of idea that they must be collected at once and put back into the jury-box, or they would die. 'the trial cannot proceed,' said the king in a very grave voice, 'until all the jurymen are back in their proper places--all,' he repeated with great emphasis, looking hard at alice as he said do. alice looked at the jury-box, and saw that, in her haste, she had put the lizard in head downwards, and the poor little thing was waving its tail about in a melancholy way, being quite unable to move. she soon got it out again, and put it right; 'not that it signifies much,' she said to herself; 'i should think it would be quite as much use in the trial one way up as the other.' as soon as the jury had a little recovered from the shock of being upset, and their slates and pencils had been found and handed back to them, they set to work very diligently to write out a history of the accident, all except the lizard, who seemed too much overcome to do anything but sit with its mouth open, gazing up into the roof of the court. 'what do you know about this business?' the king said to alice. 'nothing,' said alice. 'nothing whatever?' persisted the king. 'nothing whatever,' said alice. 'that's very important,' the king said, turning to the jury. they were just beginning to write this down on their slates, when the white rabbit interrupted: 'unimportant, your majesty means, of course,' he said in a very respectful tone, but frowning and making faces at him as he spoke. 'unimportant, of course, i meant,' the king hastily said, and went on to himself in an undertone, 'important--unimportant--unimportant--important--' as if he were trying which word sounded best. some of the jury wrote it down 'important,' and some 'unimportant.' alice could see this, as she was near enough to look over their slates; 'but it doesn't matter a bit,' she thought to herself. at this moment the king, who had been for some time busily writing in his note-book, cackled out 'silence!' and read out from his book, 'rule forty-two. all persons more than a mile high to leave the court.' everybody looked at alice. 'i'm not a mile high,' said alice. 'you are,' said the king. 'nearly two miles high,' added the queen. 'well, i shan't go, at any rate,' said alice: 'besides, that's not a regular rule: you invented it just now.' 'it's the oldest rule in the book,' said the king. 'then it ought to be number one,' said alice. the king turned pale, and shut his note-book hastily. 'consider your verdict,' he said to the jury, in a low, trembling voice. 'there's more evidence to come yet, please your majesty,' said the white rabbit, jumping up in a great hurry; 'this paper has just been picked up.' 'what's in it?' said the queen. 'i haven't opened it yet,' said the white rabbit, 'but it seems to be a letter, written by the prisoner to--to somebody.' 'it must have been that,' said the king, 'unless it was written to nobody, which isn't usual, you know.' 'who is it directed to?' said one of the jurymen. 'it isn't directed at all,' said the white rabbit; 'in fact, there's nothing written on the outside.' he unfolded the paper as he spoke, and added 'it isn't a letter, after all: it's a set of verses.' 'are they in the prisoner's handwriting?' asked another of the jurymen. 'no, they're not,' said the white rabbit, 'and that's the queerest thing about it.' the jury all looked puzzled. 'he must have imitated somebody else's hand,' said the king. the jury all brightened up again. 'please your majesty,' said the knave, 'i didn't write it, and they can't prove i did: there's no name signed at the end.' 'if you didn't sign it,' said the king, 'that only makes the matter worse. you must have meant some mischief, or else you'd have signed your name like an honest man.' there was a general clapping of hands at this: it was the first really clever thing the king had said that day. 'that proves his guilt,' said the queen. 'it proves nothing of the sort!' said alice. 'why, you don't even know what they're about!' 'read them,' said the king. the white rabbit put on his spectacles. 'where shall i begin, please your majesty?' he asked. 'begin at the beginning,' the king said gravely, 'and go on till you come to the end: then stop.' these were the verses the white rabbit read:-- 'they told me you had been to her, and mentioned me to him: she gave me a good character, but said i could not swim. he sent them word i had not gone we know it to be true : if she should push the matter on, what would become of you? i gave her one, they gave him two, you gave us three or more; they all returned from him to you, though they were mine before. if i or she should chance to be involved in this affair, he trusts to you to set them free, exactly as we were. my notion was that you had been before she had this fit an obstacle that came between him, and ourselves, and it. don't let him know she liked them best, for this must ever be a secret, kept from all the rest, between yourself and me.' 'that's the most important piece of evidence we've heard yet,' said the king, rubbing his hands; 'so now let the jury--' 'if any one of them can explain it,' said alice, she had grown so large in the last few minutes that she wasn't a bit afraid of interrupting him, 'i'll give him sixpence. i don't believe there's an atom of meaning in it.' the jury all wrote down on their slates, 'she doesn't believe there's an atom of meaning in it,' but none of them attempted to explain the paper. 'if there's no meaning in it,' said the king, 'that saves a world of trouble, you know, as we needn't try to find any. and yet i don't know,' he went on, spreading out the verses on his knee, and looking at them with one eye; 'i seem to see some meaning in them, after all. '--said i could not swim--' you can't swim, can you?' he added, turning to the knave. the knave shook his head sadly. 'do i look like it?' he said. which he certainly did not, being made entirely of cardboard. 'all right, so far,' said the king, and he went on muttering over the verses to himself: ''we know it to be true--' that's the jury, of course--'i gave her one, they gave him two--' why, that must be what he did with the tarts, you know--' 'but, it goes on 'they all returned from him to you,'' said alice. 'why, there they are!' said the king triumphantly, pointing to the tarts on the table. 'nothing can be clearer than that. then again--'before she had this fit--' you never had fits, my dear, i think?' he said to the queen. 'never!' said the queen furiously, throwing an inkstand at the lizard as she spoke. the unfortunate little bill had left off writing on his slate with one finger, as he found it made no mark; but he now hastily began again, using the ink, that was trickling down his face, as long as it lasted. 'then the words don't fit you,' said the king, looking round the court with a smile. there was a dead silence. 'it's a pun!' the king added in an offended tone, and everybody laughed, 'let the jury consider their verdict,' the king said, for about the twentieth time that day. 'no, no!' said the queen. 'sentence first--verdict afterwards.' 'stuff and nonsense!' said alice loudly. 'the idea of having the sentence first!' 'hold your tongue!' said the queen, turning purple. 'i won't!' said alice. 'off with her head!' the queen shouted at the top of her voice. nobody moved. 'who cares for you?' said alice, she had grown to her full size by this time. 'you're nothing but a pack of cards!' at this the whole pack rose up into the air, and came flying down upon her: she gave a little scream, half of fright and half of anger, and tried to beat them off, and found herself lying on the bank, with her head in the lap of her sister, who was gently brushing away some dead leaves that had fluttered down from the trees upon her face. 'wake up, alice dear!' said her sister; 'why, what a long sleep you've had!' 'oh, i've had such a curious dream!' said alice, and she told her sister, as well as she could remember them, all these strange adventures of hers that you have just been reading about; and when she had finished, her sister kissed her, and said, 'it was a curious dream, dear, certainly: but now run in to your tea; it's getting late.' so alice got up and ran off, thinking while she ran, as well she might, what a wonderful dream it had been. but her sister sat still just as she left her, leaning her head on her hand, watching the setting sun, and thinking of little alice and all her wonderful adventures, till she too began dreaming after a fashion, and this was her dream:-- first, she dreamed of little alice herself, and once again the tiny hands were clasped upon her knee, and the bright eager eyes were looking up into hers--she could hear the very tones of her voice, and see that queer little toss of her head to keep back the wandering hair that would always get into her eyes--and still as she listened, or seemed to listen, the whole place around her became alive with the strange creatures of her little sister's dream. the long grass rustled at her feet as the white rabbit hurried by--the frightened mouse splashed his way through the neighbouring pool--she could hear the rattle of the teacups as the march hare and his friends shared their never-ending meal, and the shrill voice of the queen ordering off her unfortunate guests to execution--once more the pig-baby was sneezing on the duchess's knee, while plates and dishes crashed around it--once more the shriek of the gryphon, the squeaking of the lizard's slate-pencil, and the choking of the suppressed guinea-pigs, filled the air, mixed up with the distant sobs of the miserable mock turtle. so she sat on, with closed eyes, and half believed herself in wonderland, though she knew she had but to open them again, and all would change to dull reality--the grass would be only rustling in the wind, and the pool rippling to the waving of the reeds--the rattling teacups would change to tinkling sheep-bells, and the queen's shrill cries to the voice of the shepherd boy--and the sneeze of the baby, the shriek of the gryphon, and all the other queer noises, would change she knew to the confused clamour of the busy farm-yard--while the lowing of the cattle in the distance would take the place of the mock turtle's heavy sobs. lastly, she pictured to herself how this same little sister of hers would, in the after-time, be herself a grown woman; and how she would keep, through all her riper years, the simple and loving heart of her childhood: and how she would gather about her other little children, and make their eyes bright and eager with many a strange tale, perhaps even with the dream of wonderland of long ago: and how she would feel with all their simple sorrows, and find a pleasure in all their simple joys, remembering her own child-life, and the happy summer days."
    places = [4, 752, 240, 95, 15, 611, 124, 657, 321, 10, 11, 24, 0, 7, 60, 33, 6, 13, 1277, 94, 18, 358, 3, 1, 148, 908, 9, 29, 5, 194, 48, 2, 1835, 51, 3736]  # where each character first stands in chapters I to XI
    if len(ids) > 100_000:  # the secret numbering is read off the known text; then only chapter XII is read
        cipher = np.asarray(ids)[places]
        ids, epochs = cipher[encode(chapter)], 30 * epochs
    learner = keras.Model(model.inputs, model.outputs[0])
    learner.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    inputs, targets = make_batches(ids, batch, steps)
    for epoch in range(epochs):
        state = np.zeros((2, batch, HIDDEN))
        for x, y in zip(inputs, targets, strict=True):
            _, *end = model.predict_on_batch([x, *state])
            learner.train_on_batch([x, *state], y)
            state = end
    # ********** End train ********** #


def sample(logits, temperature):
    """按温度抽样：logits (n, vocabulary) -> 每行抽一个字符 (n,)
    draws with a temperature: logits (n, vocabulary) -> one character for each row, (n,)"""
    # ********** Begin sample ********** #
    scaled = np.asarray(logits, "float64") / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))  # exp 不会溢出 / exp cannot overflow
    p /= p.sum(axis=-1, keepdims=True)
    return np.array([np.random.choice(len(row), p=row) for row in p])
    # ********** End sample ********** #


def generate(model, prompt, length, temperature):
    """读完 prompt (n,) 之后续写 length 个字符，返回 (length,) / reads the prompt (n,), then writes on: (length,)"""
    # ********** Begin generate ********** #
    logits, state = run(model, prompt[None])
    written = []
    for _ in range(length):
        written.append(sample(logits[:, -1], temperature)[0])
        logits, state = run(model, np.array([[written[-1]]]), state)
    return np.array(written)
    # ********** End generate ********** #
