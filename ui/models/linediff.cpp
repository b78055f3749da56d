#include "ui/models/linediff.h"

#include "core/base/commonparts.h"

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
constexpr std::size_t kMostPairs = 4'000'000;

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
    if (old == fresh)
        return {};
    const auto equal = [&](std::size_t i, std::size_t k) { return old[qsizetype(i)] == fresh[qsizetype(k)]; };
    auto common = commonParts(std::size_t(old.size()), std::size_t(fresh.size()), equal, kMostPairs);
    common.emplace_back(old.size(), fresh.size());
    Lines all;
    int i = 0;
    int k = 0;
    for (const auto &[nextOld, nextFresh] : common) {
        for (; i < int(nextOld); ++i)
            all.append({Change::Removed, i + 1, 0, old[i]});
        for (; k < int(nextFresh); ++k)
            all.append({Change::Added, 0, k + 1, fresh[k]});
        if (i < old.size())
            all.append({Change::Same, i + 1, k + 1, old[i]});
        ++i;
        ++k;
    }
    return folded(all, around);
}

QString diffCounts(const Lines &lines)
{
    const auto added = std::ranges::count(lines, Change::Added, &DiffView::Line::change);
    const auto removed = std::ranges::count(lines, Change::Removed, &DiffView::Line::change);
    return u"+%1 \u2212%2"_s.arg(added).arg(removed);
}

}   // namespace gw::ui
