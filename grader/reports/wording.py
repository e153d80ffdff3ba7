"""What outcomes are called, what they mean and what to do next, in both languages.

The console, the pages and the notebook magics all take their words from here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from grader.verdict import Outcome, SubmissionOutcome, Text

Tone = Literal["good", "bad", "error", "quiet", "fault"]


@dataclass(frozen=True)
class Wording:
    """An outcome in words. `next_step` is for the student; `for_teacher` is set where a person should look."""

    icon: str
    tone: Tone
    name: Text
    meaning: Text
    next_step: Text
    for_teacher: Text | None = None


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_SUBMISSIONS: dict[SubmissionOutcome, Wording] = {
    SubmissionOutcome.PASSED: Wording(
        "✓",
        "good",
        _text("通过", "Passed"),
        _text("全部检查都通过了，做得好！", "Every check passed. Well done!"),
        _text(
            "可以进入下一关了。有空的话，回头看看能不能把代码写得更清楚。",
            "You are ready for the next lesson. If you have a moment, see whether your code could read more clearly.",
        ),
    ),
    SubmissionOutcome.FAILED: Wording(
        "✗",
        "bad",
        _text("未通过", "Not passed"),
        _text("代码能运行，但有些结果还不对。", "Your code runs, but some of its results are not right yet."),
        _text(
            "从第一个没通过的检查开始，读一读提示，改好一处再重新检查。",
            "Start with the first check that did not pass: read its hint, fix that one thing, then check again.",
        ),
    ),
    SubmissionOutcome.RAISED: Wording(
        "!",
        "error",
        _text("程序报错", "Error"),
        _text("代码在运行时抛出了异常，这是调试的好线索。", "Your code raised an exception, which is a good clue."),
        _text(
            "先看报错信息的最后一行，它说明出了什么错；再看它上面指出的行，那里就是你的代码。",
            "Read the last line of the traceback first: it says what went wrong. "
            "The line above it points to the place in your code.",
        ),
    ),
    SubmissionOutcome.TIMEOUT: Wording(
        "◷",
        "error",
        _text("运行超时", "Timed out"),
        _text(
            "代码没能在规定时间内运行完，已被停止。", "Your code did not finish in the time allowed, so it was stopped."
        ),
        _text(
            "检查循环有没有结束条件，训练步数是不是太多；能用矩阵运算的地方，不要逐个元素循环。",
            "Check that every loop can end and that you do not train for too many steps. "
            "Use array operations instead of loops over single elements.",
        ),
        _text(
            "多半是死循环或训练步数过多；若多人同时超时，请检查机器负载或放宽时限。",
            "Most often an endless loop or too many training steps. "
            "If many time out at once, look at the machine's load or raise the limit.",
        ),
    ),
    SubmissionOutcome.MEMORY: Wording(
        "▲",
        "error",
        _text("内存超限", "Out of memory"),
        _text(
            "代码申请的内存超过了限制，已被停止。",
            "Your code asked for more memory than is allowed, so it was stopped.",
        ),
        _text(
            "看看有没有形状写错而变得巨大的数组，或者在循环里不断增长的列表。",
            "Look for an array whose shape is far larger than you meant, or a list that keeps growing in a loop.",
        ),
        _text(
            "通常是形状写错；若解法合理，请放宽该课的内存限制。",
            "Usually a wrong shape. If the solution is sound, raise the lesson's memory limit.",
        ),
    ),
    SubmissionOutcome.CRASHED: Wording(
        "✖",
        "error",
        _text("程序中途退出", "Crashed"),
        _text(
            "运行你的代码的进程中途退出了，没有给出结果。",
            "The process running your code ended before it gave a result.",
        ),
        _text(
            "删掉 sys.exit()、os._exit()、quit() 之类的退出语句；如果没有写过这些，请把文件发给老师看看。",
            "Remove calls such as sys.exit(), os._exit() or quit(). If you wrote none, show this file to your teacher.",
        ),
        _text(
            "进程异常退出或违反了通信约定，请看一下代码：可能是误用退出语句，也可能是有意为之。",
            "The process died or broke the protocol. Read the code: a stray exit call, or done on purpose?",
        ),
    ),
    SubmissionOutcome.OUTPUT_LIMIT: Wording(
        "≡",
        "error",
        _text("输出过多", "Too much output"),
        _text("代码打印的内容太多，已被停止。", "Your code printed far too much, so it was stopped."),
        _text(
            "删掉循环里的调试用 print，或者每隔几百步才打印一次。",
            "Remove debugging prints from your loops, or print only once every few hundred steps.",
        ),
        _text(
            "多半是循环里忘了删的 print，提醒学生即可。",
            "Most often a print left in a loop; a word to the student is enough.",
        ),
    ),
    SubmissionOutcome.UNATTEMPTED: Wording(
        "○",
        "quiet",
        _text("尚未作答", "Not started"),
        _text(
            "Begin 和 End 之间还没有写代码，所以没有可以评判的内容。",
            "There is no code between Begin and End yet, so there is nothing to judge.",
        ),
        _text(
            "先挑最简单的一个空，写上一两行试试。如果你明明写过，请确认代码写在 Begin 和 End 之间，并且文件已经保存。",
            "Pick the easiest gap and write a line or two. If you did write code, make sure that it stands "
            "between Begin and End and that you saved the file.",
        ),
    ),
    SubmissionOutcome.REJECTED: Wording(
        "⊘",
        "error",
        _text("无法读取", "Could not be read"),
        _text(
            "无法读取你提交的内容，所以没有评判。",
            "What you handed in could not be read, so it was not judged.",
        ),
        _text(
            "按下面的原因改好文件，或重新下载一份题目，把代码粘贴到 Begin 和 End 之间，保存后再交一次。",
            "Put right what the reason below names, or take a fresh copy of the lesson, paste your code between "
            "Begin and End, save, and hand it in again.",
        ),
        _text(
            "学生可能写了正确的代码，只是文件有问题：请按原因联系学生重交。",
            "The code may well be right and only the file is broken: ask the student to hand it in again.",
        ),
    ),
    SubmissionOutcome.GRADER_ERROR: Wording(
        "↻",
        "fault",
        _text("暂无分数", "No score yet"),
        _text(
            "评分系统自己出了故障，这不是你的错，也不会扣你的分。",
            "The grader itself failed. This is not your fault and costs you nothing.",
        ),
        _text(
            "不用修改代码。自己检查时，请再运行一次；已经提交的作业，等老师重新评分即可。",
            "You need not change anything. If you ran the check yourself, run it again; "
            "if you handed it in, your teacher will grade it again.",
        ),
        _text(
            "评分系统的故障，不计分：排除原因后重新评分。反复出现时，请附上 verdict.json 报告问题。",
            "The grader's own fault, no score: remove the cause and grade again. "
            "If it keeps happening, report it with the verdict.json.",
        ),
    ),
}

_SKIPPED = Wording(
    "–",
    "quiet",
    _text("已跳过", "Skipped"),
    _text(
        "它依赖的检查还没通过，所以这次没有运行。", "A check that this one depends on did not pass, so it was not run."
    ),
    _text("先让前面的检查通过，这一项就会自动运行。", "Get the earlier check to pass and this one will run by itself."),
)

# These need a person: either nothing was judged, or the program did not end by itself.
NEEDS_A_PERSON = (
    SubmissionOutcome.GRADER_ERROR,
    SubmissionOutcome.REJECTED,
    SubmissionOutcome.CRASHED,
    SubmissionOutcome.TIMEOUT,
    SubmissionOutcome.MEMORY,
    SubmissionOutcome.OUTPUT_LIMIT,
)


def wording(outcome: Outcome | SubmissionOutcome) -> Wording:
    """The words for the outcome of a check or of a submission."""
    return _SKIPPED if outcome == Outcome.SKIPPED else _SUBMISSIONS[SubmissionOutcome(outcome.value)]


LANGUAGE_NAMES = {"zh": "中文", "en": "English"}

# The words of the pages and the console. `{name}` is filled in by `say`.
WORDS: dict[str, Text] = {
    # feedback
    "feedback": _text("作业反馈", "Feedback"),
    "reason": _text("原因", "Reason"),
    "checks": _text("检查项", "Checks"),
    "checks_passed": _text("通过 {passed} 项，共 {total} 项", "{passed} of {total} passed"),
    "hidden": _text("隐藏检查", "hidden check"),
    "points": _text("{points} / {max} 分", "{points} / {max} pts"),
    "score": _text("得分", "Score"),
    "points_head": _text("得分", "Points"),
    "public_passed": _text(
        "公开检查都通过了，做得好！正式评分时，还会用别的输入再检查一遍。",
        "All public checks pass. Well done! When your work is graded, it is also checked with other inputs.",
    ),
    "public_only": _text("仅公开检查", "public checks only"),
    "public_only_note": _text(
        "本次只运行了公开检查，没有运行隐藏检查，不是正式成绩。",
        "Only the public checks were run, and no hidden ones: this is no official grade.",
    ),
    "score_of": _text("满分 {max}", "out of {max}"),
    "no_score": _text("暂无分数", "No score"),
    "run_again": _text("请重新评分", "run again"),
    "diagnosis": _text("可能的原因", "What this looks like"),
    "note": _text("评分说明", "How this was judged"),
    "traceback": _text("报错信息（你的代码）", "Traceback (your code)"),
    "printed": _text("你的代码打印了", "What your code printed"),
    "details": _text("详情", "Details"),
    "notices": _text("顺便提醒（不扣分）", "Worth knowing (costs no points)"),
    "line": _text("第 {line} 行", "line {line}"),
    "cell": _text("第 {cell} 个代码单元", "code cell {cell}"),
    "cell_line": _text("第 {cell} 个代码单元第 {line} 行", "code cell {cell}, line {line}"),
    "curve": _text("训练过程", "Training"),
    "curve_note": _text(
        "这是你的程序自己报告的数值，仅供参考；得分以评分时的实测为准。",
        "These are the numbers your program reported. The score comes from measuring its predictions, not from these.",
    ),
    "loss": _text("损失", "Loss"),
    "accuracy": _text("准确率", "Accuracy"),
    "step": _text("训练步数", "training step"),
    "dialect": _text("写法", "Dialect"),
    "run_note": _text(
        "脚本自己打印的准确率，未经核对。", "The accuracies that the script printed; nobody has checked them."
    ),
    "run_curve": _text(
        "{name}：{count} 个点，最后 {last}，最高 {best}", "{name}: {count} points, last {last}, best {best}"
    ),
    "run_finished": _text("脚本运行结束，用时 {seconds} 秒", "the script ran to its end in {seconds} s"),
    "run_unreadable": _text(
        "读取这个文件花费的时间超过了限制，因此没有运行。这是程序或 notebook 吗？请检查后再试",
        "reading this file took more time than it may, so it was not run. Is it a program or a notebook? "
        "Look at it, and try again",
    ),
    "run_unread": _text(
        "没有人在读标准输出，脚本打印的其余内容没有显示：请读完它，或用 `> 文件名` 存进文件",
        "nobody reads the standard output, so the rest of what the script printed is not shown: read all of it, or "
        "keep it with `> FILE`",
    ),
    "run_plot": _text("准确率曲线：{path}", "accuracies: {path}"),
    "last_value": _text("最后一步：{value}", "last: {value}"),
    "how_graded": _text("这份结果是怎样得出的", "How this was graded"),
    "file": _text("文件", "File"),
    "student": _text("学生", "Student"),
    "lesson": _text("关卡", "Lesson"),
    "dataset": _text("数据集", "Dataset"),
    "profile": _text("评分配置", "Profile"),
    "device": _text("计算设备", "Device"),
    "device_overruled": _text("（配置要求 {asked}，按 --device 改用）", "(the profile asks for {asked}; --device)"),
    "device_memory": _text("显存峰值", "Peak GPU memory"),
    "backend": _text("Keras 后端", "Keras backend"),
    "sandbox": _text("沙箱级别", "Sandbox level"),
    "versions": _text("软件版本", "Versions"),
    "time_used": _text("用时", "Time"),
    "time_value": _text("{wall} 秒（CPU {cpu} 秒）", "{wall} s ({cpu} s CPU)"),
    "memory_used": _text("内存峰值", "Peak memory"),
    "graded_at": _text("评分时间", "Graded"),
    "sha": _text("提交指纹", "Fingerprint"),
    "forced": _text(
        "注意：本次评分在较低的沙箱级别下强制进行，不宜作为正式成绩。",
        "Note: this was graded below the usual sandbox level by request; do not use it as an official grade.",
    ),
    "checking": _text("正在检查", "checking"),
    # the command line, after a class
    "graded_kept": _text(
        "{kept} / {total} 份沿用上次的结果（--regrade 可重新评分）",
        "{kept} of {total} were judged by an earlier run and are unchanged (--regrade judges them again)",
    ),
    "graded_earlier": _text(
        "班级报告和成绩表还包含 {out} 中以前的 {count} 份结果（不需要的，删除其文件夹即可）",
        "the reports also cover {count} verdicts of earlier runs in {out} (delete the folder of one to leave it out)",
    ),
    "graded_level": _text("沙箱级别：{level}    用时 {seconds} 秒", "sandbox level: {level}    took {seconds} s"),
    "graded_where": _text(
        "班级报告：  {report}\n成绩表：    {grades}\nJUnit：     {junit}\n学生反馈：  {feedback}（每人一页）",
        "class report:   {report}\ngrades:         {grades}\n"
        "JUnit:          {junit}\nfor a student:  {feedback} (one page each)",
    ),
    # report
    "report": _text("班级学情报告", "Class report"),
    "submissions": _text("份提交", "submissions"),
    "students": _text("名学生", "students"),
    "lessons": _text("个关卡", "lessons"),
    "passed": _text("份通过", "passed"),
    "attention": _text("份需要您看一眼", "need your attention"),
    "nothing": _text("还没有可以展示的提交。", "There are no submissions to show yet."),
    "misunderstood": _text("同学们误解了什么", "What the class misunderstood"),
    "misunderstood_lead": _text(
        "答案与某个常见误解完全吻合时，会列在这里，人数多的在前：适合下节课先讲。",
        "Answers that match a known misconception, the most frequent first: a good start for the next class.",
    ),
    "misunderstood_none": _text("没有发现已知的常见误解。", "No known misconception was found."),
    "lesson_counts": _text(
        "{n} 份提交，{passed} 份通过，得分中位数 {median}%", "{n} handed in, {passed} passed, median score {median}%"
    ),
    "lesson_counts_bare": _text("{n} 份提交，{passed} 份通过", "{n} handed in, {passed} passed"),
    "distribution": _text("得分分布（每格一份提交）", "Scores (one square per submission)"),
    "distribution_bars": _text("得分分布（份数）", "Scores (number of submissions)"),
    "percent_axis": _text("得分率", "share of the points"),
    "no_score_count": _text("另有 {n} 份暂无分数，未计入", "{n} without a score, not counted"),
    "pass_rate": _text("各项检查的通过率", "How each check went"),
    "check": _text("检查", "Check"),
    "result": _text("通过情况", "Passed"),
    "tone_good": _text("通过", "passed"),
    "tone_bad": _text("结果不对", "wrong result"),
    "tone_error": _text("报错、超时或崩溃", "error, time-out or crash"),
    "tone_quiet": _text("未作答或跳过", "not started or skipped"),
    "curves": _text("训练曲线", "Training curves"),
    "curves_note": _text(
        "各程序自己报告的数值，不参与评分。", "As reported by the students' programs; never part of the score."
    ),
    "final_accuracy": _text("最后报告的准确率", "Last reported accuracy"),
    "final_loss": _text("最后报告的损失", "Last reported loss"),
    "needs_a_person": _text("需要人工处理", "Needs a person"),
    "needs_a_person_lead": _text(
        "这些提交没有正常评完，分数不能说明全部情况。",
        "These were not judged in the usual way; the score alone does not tell their story.",
    ),
    "needs_a_person_none": _text("没有，全部提交都正常评完了。", "None: every submission was judged in the usual way."),
    "everyone": _text("全班一览", "Everyone"),
    "total": _text("合计", "Total"),
    "not_handed_in": _text("未提交", "not handed in"),
    "not_counted": _text("含暂无分数的关卡，未计入合计", "a lesson without a score is not counted"),
    "evidence": _text("查看运行记录", "Show what was recorded"),
    "contents": _text("目录", "Contents"),
    "some_public_only": _text(
        "{n} 份提交只运行了公开检查，没有运行隐藏检查，不宜作为正式成绩。",
        "Judged by public checks only, and by no hidden ones: {n}. Do not use these as official grades.",
    ),
    "curves_undrawn": _text("另有 {n} 条曲线没有画出", "{n} more curves are not drawn"),
    "some_forced": _text(
        "{n} 份提交在较低的沙箱级别下强制评分，不宜作为正式成绩。",
        "Graded below the usual sandbox level by request: {n}. Do not use these as official grades.",
    ),
}


def default_language() -> str:
    """``GATEHOUSE_LANG``, else Chinese in a Chinese locale, else English."""
    names = ("GATEHOUSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh" if spoken.lower().startswith("zh") else "en"


def say(key: str, lang: str, **values: object) -> str:
    """The words for `key` in one language, with `values` filled in. Raises KeyError for an unknown key."""
    return WORDS[key].get(lang).format(**values)
