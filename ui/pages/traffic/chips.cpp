#include "ui/pages/traffic/chips.h"

#include "core/client/trafficclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/theme.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>

#include <algorithm>

namespace gw::ui {

using client::TrafficCompare;
using client::TrafficField;
using client::TrafficSums;
using client::TrafficTerm;

TrafficChips::TrafficChips(QWidget *parent)
    : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    m_all = new Chip(tr("All"));
    m_all->setChecked(true);
    row->addWidget(m_all);
    connect(m_all, &QAbstractButton::clicked, this, [this] {
        const bool changes = !areClear();
        clear();
        if (changes)
            Q_EMIT changed();
    });
    add(tr("Errors"), tr("Requests that failed"), {.field = TrafficField::IsError}, &TrafficSums::failed);
    add(tr("Slow"), tr("Requests that took longer than 10 seconds"),
        {.field = TrafficField::Duration,
         .compare = TrafficCompare::Greater,
         .number = client::TrafficClient::kSlowUs},
        &TrafficSums::slow);
    add(tr("From cache"), tr("Requests of which the provider had a part in its cache"),
        {.field = TrafficField::Cached, .compare = TrafficCompare::Greater, .number = 0},
        &TrafficSums::cached);
    add(tr("Retried"), tr("Requests that took more than one attempt"),
        {.field = TrafficField::Attempts, .compare = TrafficCompare::Greater, .number = 1},
        &TrafficSums::retried);
    add(tr("Streams"), tr("Requests that were answered piece by piece"), {.field = TrafficField::IsStream},
        &TrafficSums::streams);
    add(tr("Unpriced"), tr("Requests to models without a known price"), {.field = TrafficField::IsUnpriced},
        &TrafficSums::unpriced);
}

Chip *TrafficChips::add(const QString &name, const QString &explained, const TrafficTerm &term,
                        std::int64_t TrafficSums::*count)
{
    auto *chip = new Chip(name);
    chip->setToolTip(explained);
    m_entries.append({chip, term, count});
    layout()->addWidget(chip);
    connect(chip, &QAbstractButton::toggled, this, [this] {
        m_all->setChecked(areClear());
        Q_EMIT changed();
    });
    return chip;
}

bool TrafficChips::areClear() const
{
    return std::none_of(m_entries.cbegin(), m_entries.cend(),
                        [](const Entry &entry) { return entry.chip->isChecked(); });
}

std::vector<TrafficTerm> TrafficChips::terms() const
{
    std::vector<TrafficTerm> terms;
    for (const Entry &entry : m_entries)
        if (entry.chip->isChecked())
            terms.push_back(entry.term);
    return terms;
}

void TrafficChips::clear()
{
    for (const Entry &entry : std::as_const(m_entries)) {
        const QSignalBlocker quiet(entry.chip);
        entry.chip->setChecked(false);
    }
    m_all->setChecked(true);
}

void TrafficChips::setSums(const TrafficSums &sums)
{
    const QLocale locale;
    m_all->setCount(locale.toString(qlonglong(sums.requests)));
    for (const Entry &entry : std::as_const(m_entries)) {
        const std::int64_t count = sums.*entry.count;
        entry.chip->setCount(locale.toString(qlonglong(count)));
    }
}

}   // namespace gw::ui
