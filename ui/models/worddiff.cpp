#include "ui/models/worddiff.h"

#include <QStringView>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace gw::ui {

namespace {

// Longest common subsequences take the product of both lengths.
constexpr std::size_t kMaxCells = 4'000'000;

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
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && same(a[head], b[head]))
        ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head &&
           same(a[a.size() - 1 - tail], b[b.size() - 1 - tail]))
        ++tail;
    const std::size_t n = a.size() - head - tail;
    const std::size_t m = b.size() - head - tail;
    std::vector<char> inA(n, 0);
    std::vector<char> inB(m, 0);
    if (n > 0 && m > 0 && n * m <= kMaxCells) {
        // lengths[i][j]: of the longest common part of what follows.
        const std::size_t width = m + 1;
        std::vector<std::uint16_t> lengths((n + 1) * width, 0);
        for (std::size_t i = n; i-- > 0;)
            for (std::size_t j = m; j-- > 0;)
                lengths[i * width + j] =
                    same(a[head + i], b[head + j])
                        ? static_cast<std::uint16_t>(lengths[(i + 1) * width + j + 1] + 1)
                        : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
        for (std::size_t i = 0, j = 0; i < n && j < m;) {
            if (same(a[head + i], b[head + j])) {
                inA[i++] = 1;
                inB[j++] = 1;
            } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
                ++i;
            } else {
                ++j;
            }
        }
    }
    const auto runsOf = [head](const Words &words, const std::vector<char> &common) {
        QList<WordRun> runs;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const bool inside = i >= head && i < head + common.size();
            add(runs, words[i], inside && common[i - head] == 0);
        }
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
