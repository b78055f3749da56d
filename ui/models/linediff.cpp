#include "ui/models/linediff.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using Change = DiffView::Change;
using Lines = QList<DiffView::Line>;

// Beyond this many pairs of lines the table of the longest common part would take too much room.
constexpr qsizetype kMostPairs = 4'000'000;

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    for (QString &line : lines) {
        if (line.endsWith(u'\r'))
            line.chop(1);
    }
    return lines;
}

// The part in which both differ, by a longest common subsequence.
void middle(Lines &out, const QStringList &before, const QStringList &after, int head)
{
    const auto rows = before.size();
    const auto columns = after.size();
    const auto add = [&](Change change, qsizetype i, qsizetype j) {
        out.append({change, change == Change::Added ? 0 : int(i) + head + 1,
                    change == Change::Removed ? 0 : int(j) + head + 1,
                    change == Change::Added ? after[j] : before[i]});
    };
    qsizetype i = 0;
    qsizetype j = 0;
    if (rows * columns <= kMostPairs) {
        const auto width = std::size_t(columns + 1);
        std::vector<int> length(std::size_t(rows + 1) * width, 0);
        for (qsizetype a = rows - 1; a >= 0; --a) {
            for (qsizetype b = columns - 1; b >= 0; --b) {
                const auto at = std::size_t(a) * width + std::size_t(b);
                length[at] = before[a] == after[b] ? length[at + width + 1] + 1
                                                   : std::max(length[at + width], length[at + 1]);
            }
        }
        while (i < rows && j < columns) {
            const auto at = std::size_t(i) * width + std::size_t(j);
            if (before[i] == after[j]) {
                add(Change::Same, i, j);
                ++i;
                ++j;
            } else if (length[at + width] >= length[at + 1]) {
                add(Change::Removed, i++, j);
            } else {
                add(Change::Added, i, j++);
            }
        }
    }
    while (i < rows)
        add(Change::Removed, i++, j);
    while (j < columns)
        add(Change::Added, i, j++);
}

// Leaves out what is unchanged and far from every change.
Lines folded(const Lines &all, int around)
{
    std::vector<bool> keep(std::size_t(all.size()), false);
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (all[i].change == Change::Same)
            continue;
        const qsizetype last = std::min(all.size() - 1, i + around);
        for (qsizetype k = std::max<qsizetype>(0, i - around); k <= last; ++k)
            keep[std::size_t(k)] = true;
    }
    Lines out;
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (keep[std::size_t(i)]) {
            out.append(all[i]);
            continue;
        }
        qsizetype end = i;
        while (end < all.size() && !keep[std::size_t(end)])
            ++end;
        out.append(
            {Change::Skipped, 0, 0,
             QCoreApplication::translate("gw::ui::DiffView", "⋯ %n lines unchanged", nullptr, int(end - i))});
        i = end - 1;
    }
    return out;
}

}   // namespace

Lines lineDiff(const QString &before, const QString &after, int around)
{
    const QStringList old = linesOf(before);
    const QStringList fresh = linesOf(after);
    const qsizetype shorter = std::min(old.size(), fresh.size());
    qsizetype head = 0;
    while (head < shorter && old[head] == fresh[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && old[old.size() - 1 - tail] == fresh[fresh.size() - 1 - tail])
        ++tail;
    if (head == old.size() && head == fresh.size())
        return {};
    Lines all;
    for (qsizetype i = 0; i < head; ++i)
        all.append({Change::Same, int(i) + 1, int(i) + 1, old[i]});
    middle(all, old.mid(head, old.size() - head - tail), fresh.mid(head, fresh.size() - head - tail),
           int(head));
    for (qsizetype i = tail; i > 0; --i)
        all.append({Change::Same, int(old.size() - i) + 1, int(fresh.size() - i) + 1, old[old.size() - i]});
    return folded(all, around);
}

QString diffCounts(const Lines &lines)
{
    const auto added = std::ranges::count(lines, Change::Added, &DiffView::Line::change);
    const auto removed = std::ranges::count(lines, Change::Removed, &DiffView::Line::change);
    return u"+%1 \u2212%2"_s.arg(added).arg(removed);
}

}   // namespace gw::ui
