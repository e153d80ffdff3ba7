# class: escaping
"""A submission that is still to be graded is made wrong"""

with open(KNOWN["victim"], "r+", encoding="utf-8") as file:
    text = file.read().replace("np.tanh", "np.sin")
    file.seek(0)
    file.write(text)
    file.truncate()
