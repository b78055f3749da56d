#include "ui/models/worddiff.h"

#include "core/base/commonparts.h"

#include <QStringView>

#include <vector>

namespace gw::ui {

namespace {

constexpr std::size_t kMaxPairs = 4'000'000;

using Words = std::vector<QStringView>;

// Words, each with the white space behind it; scripts without spaces go by characters.
Words wordsOf(QStringView text)
{
    Words out;
    qsizetype from = 0;
    const auto script = [](QChar c) {
        return c.script() == QChar::Script_Han || c.script() == QChar::Script_Hiragana ||
               c.script() == QChar::Script_Katakana;
    };
    for (qsizetype at = 0; at < text.size();) {
        const bool single = script(text[at]);
        ++at;
        while (!single && at < text.size() && !text[at].isSpace() && !script(text[at]))
            ++at;
        while (at < text.size() && text[at].isSpace())
            ++at;
        out.push_back(text.mid(from, at - from));
        from = at;
    }
    return out;
}

// White space is no difference.
bool same(QStringView a, QStringView b)
{
    return a.trimmed() == b.trimmed();
}

void add(QList<WordRun> &runs, QStringView word, bool own)
{
    if (!runs.isEmpty() && runs.back().own == own)
        runs.back().text += word;
    else
        runs.push_back({word.toString(), own});
}

}   // namespace

std::pair<QList<WordRun>, QList<WordRun>> wordDiff(const QString &left, const QString &right)
{
    const Words a = wordsOf(left);
    const Words b = wordsOf(right);
    std::vector<char> inA(a.size(), 0);
    std::vector<char> inB(b.size(), 0);
    const auto equal = [&](std::size_t i, std::size_t k) { return same(a[i], b[k]); };
    for (const auto &[i, k] : commonParts(a.size(), b.size(), equal, kMaxPairs)) {
        inA[i] = 1;
        inB[k] = 1;
    }
    const auto runsOf = [](const Words &words, const std::vector<char> &common) {
        QList<WordRun> runs;
        for (std::size_t i = 0; i < words.size(); ++i)
            add(runs, words[i], common[i] == 0);
        return runs;
    };
    return {runsOf(a, inA), runsOf(b, inB)};
}

double likeness(const QList<WordRun> &left, const QList<WordRun> &right)
{
    std::size_t all = 0;
    std::size_t common = 0;
    for (const QList<WordRun> *side : {&left, &right}) {
        for (const WordRun &run : *side) {
            const std::size_t count = wordsOf(run.text).size();
            all += count;
            common += run.own ? 0 : count;
        }
    }
    return all == 0 ? 1.0 : static_cast<double>(common) / static_cast<double>(all);
}

}   // namespace gw::ui
