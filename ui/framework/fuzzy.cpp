#include "ui/framework/fuzzy.h"

#include <algorithm>
#include <limits>

namespace gw::ui {

namespace {

constexpr qsizetype kMaxLength = 160;   // The table below grows with it.
constexpr int kHit = 8;
constexpr int kWordStart = 12;
constexpr int kNeighbour = 16;
constexpr int kFirst = 6;
constexpr int kNone = std::numeric_limits<int>::min() / 2;

bool startsWord(const QString &text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper()) ||
           (before.isLetter() != text[at].isLetter());
}

}   // namespace

// best[i][j] is the best score of the first i + 1 characters of the query with the last of them at j.
std::optional<FuzzyMatch> fuzzyMatch(const QString &query, const QString &text)
{
    QString wanted;
    for (const QChar c : query)
        if (!c.isSpace())
            wanted += c.toCaseFolded();
    if (wanted.isEmpty())
        return FuzzyMatch{};
    const QString in = text.left(kMaxLength);
    const qsizetype rows = wanted.size();
    const qsizetype columns = in.size();
    if (rows > columns)
        return std::nullopt;
    QList<QList<int>> best(rows, QList<int>(columns, kNone));
    QList<QList<qsizetype>> from(rows, QList<qsizetype>(columns, -1));
    for (qsizetype i = 0; i < rows; ++i) {
        int reach = kNone;   // The best of the row above, before j - 1.
        qsizetype reachedAt = -1;
        for (qsizetype j = i; j < columns; ++j) {
            if (i > 0 && j >= 2 && best[i - 1][j - 2] > reach) {
                reach = best[i - 1][j - 2];
                reachedAt = j - 2;
            }
            if (in[j].toCaseFolded() != wanted[i])
                continue;
            const int own = kHit + (startsWord(in, j) ? kWordStart : 0) + (j == 0 ? kFirst : 0);
            if (i == 0) {
                best[i][j] = own;
                continue;
            }
            const int near = j > 0 && best[i - 1][j - 1] > kNone ? best[i - 1][j - 1] + kNeighbour : kNone;
            if (std::max(near, reach) == kNone)
                continue;
            best[i][j] = own + std::max(near, reach);
            from[i][j] = near >= reach ? j - 1 : reachedAt;
        }
    }
    const auto &last = best[rows - 1];
    const auto end = std::max_element(last.cbegin(), last.cend());
    if (*end <= kNone)
        return std::nullopt;
    FuzzyMatch match;
    // Between equal hits the shorter text is meant.
    match.score = *end * 16 - int(columns);
    qsizetype at = end - last.cbegin();
    for (qsizetype i = rows - 1; i >= 0; --i) {
        match.places.prepend(at);
        at = from[i][at];
    }
    return match;
}

}   // namespace gw::ui
