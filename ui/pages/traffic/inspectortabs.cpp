#include "ui/pages/traffic/inspectortabs.h"

#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/framework/theme.h"
#include "ui/models/routewords.h"
#include "ui/models/trafficcells.h"
#include "ui/pages/traffic/facts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui::inspectortabs {

namespace {

using client::TrafficAttempt;
using client::TrafficDetail;
using client::TrafficRow;

constexpr int kGap = 40;   // Between two columns of facts.
constexpr int kShortHash = 12;

// "gw::ui::Inspector" holds the texts of all parts.
QString text(const char *source)
{
    return QCoreApplication::translate("gw::ui::Inspector", source);
}

QString number(std::int64_t value)
{
    return value < 0 ? dash() : QLocale().toString(qlonglong(value));
}

// Six, more where they would all be zero.
int decimals(std::int64_t pico)
{
    constexpr std::int64_t kThousandth = 1'000'000'000;
    return pico != 0 && std::abs(pico) < kThousandth ? 9 : 6;
}

QString amount(std::int64_t pico)
{
    return QLocale().toString(dollars(pico), 'f', decimals(pico));
}

// 10^-12 USD a token as dollars a million.
QString perMillion(std::int64_t pico)
{
    if (pico < 0)
        return dash();
    const double price = double(pico) / 1e6;
    return QLocale().toCurrencyString(price, u"$"_s, price != 0 && price < 0.1 ? 4 : 2);
}

QWidget *columns(std::initializer_list<QWidget *> parts)
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(kGap);
    for (QWidget *part : parts) {
        auto *column = new QVBoxLayout;
        column->addWidget(part);
        column->addStretch(1);
        row->addLayout(column, 1);
    }
    return box;
}

QString keyText(const TrafficDetail &detail)
{
    if (detail.keyHash == "master"_L1)
        return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "the master key"));
    if (detail.keyHash == "open"_L1 || detail.keyHash.isEmpty())
        return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "none needed"));
    const QString hash = detail.keyHash.left(kShortHash) + u"…"_s;
    return detail.keyAlias.isEmpty() ? hash : u"%1 (%2)"_s.arg(detail.keyAlias, hash);
}

QString statusText(const TrafficRow &row)
{
    const QString code = row.status == 0 ? QString() : QString::number(row.status) + u" · "_s;
    return code + (row.error.isEmpty() ? trafficcells::stateWord(row) : row.error);
}

QString upstreamText(const TrafficAttempt &attempt)
{
    if (attempt.clientLeft)
        return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "the program hung up"));
    if (attempt.broken)
        return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "cut off: the gateway stopped"));
    if (attempt.mock)
        return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "answered here (mock)"));
    if (attempt.upstreamStatus == 0)
        return attempt.error.isEmpty() ? text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "no answer"))
                                       : attempt.error;
    const QString code = QString::number(attempt.upstreamStatus);
    return attempt.error.isEmpty() ? code : u"%1 · %2"_s.arg(code, attempt.error);
}

bool attemptFailed(const TrafficAttempt &attempt)
{
    return attempt.status >= 400 || attempt.broken || !attempt.error.isEmpty();
}

}   // namespace

QWidget *summary(const TrafficRow &row, const TrafficDetail &detail)
{
    auto *left = new Facts;
    left->addWidget(new Badge(Mark(trafficcells::stateMark(row)), statusText(row)));
    left->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Asked for")), row.requestedModel);
    const QString served = row.servedModel.isEmpty() ? QString()
                           : row.provider.isEmpty()  ? row.servedModel
                                                     : u"%1 · %2"_s.arg(row.servedModel, row.provider);
    left->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Served by")), served);
    left->add(
        text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Tokens")),
        row.input < 0 && row.output < 0
            ? QString()
            : text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "%1 in, %2 of them cached, %3 out"))
                  .arg(number(row.input), number(std::max<std::int64_t>(row.cached, 0)), number(row.output)));
    left->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Cost")), trafficcells::costText(row, 6));
    left->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "First byte")),
              row.firstByteUs < 0 ? QString() : duration(row.firstByteUs));
    left->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Total")),
              row.running() ? QString() : duration(row.durationUs));

    auto *right = new Facts;
    right->add(
        text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Begun")),
        QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.startedUs / 1000).date(), QLocale::LongFormat) +
            u", "_s + clockTime(row.startedUs, true));
    right->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Program")), row.client);
    right->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Key")),
               detail.attempts.empty() ? row.keyAlias : keyText(detail));
    right->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Route")),
               row.stream ? text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "%1, streamed")).arg(row.route)
                          : row.route);
    right->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Session")), detail.session);
    right->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "User")),
               detail.endUser.isEmpty() ? detail.user : detail.endUser);
    right->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Tags")), detail.tags);
    right->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Call id")),
               detail.callId.isEmpty() ? QString::fromStdString(row.request.toString()) : detail.callId);
    if (!detail.attempts.empty())
        right->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Answer id")),
                   detail.attempts.back().answerId);
    return columns({left, right});
}

QWidget *route(const TrafficRow &, const TrafficDetail &detail)
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(space::kSmall);
    const char *const heads[] = {QT_TRANSLATE_NOOP("gw::ui::Inspector", "Attempt"),
                                 QT_TRANSLATE_NOOP("gw::ui::Inspector", "Provider and model"),
                                 QT_TRANSLATE_NOOP("gw::ui::Inspector", "Deployment"),
                                 QT_TRANSLATE_NOOP("gw::ui::Inspector", "Chosen because"),
                                 QT_TRANSLATE_NOOP("gw::ui::Inspector", "Waited before"),
                                 QT_TRANSLATE_NOOP("gw::ui::Inspector", "Answer"),
                                 QT_TRANSLATE_NOOP("gw::ui::Inspector", "Ended after"),
                                 QT_TRANSLATE_NOOP("gw::ui::Inspector", "Cost")};
    for (int i = 0; i < int(std::size(heads)); ++i)
        grid->addWidget(new Label(text(heads[i]), TextStyle::CaptionStrong, Colour::TextSecondary), 0, i);
    int line = 1;
    for (const TrafficAttempt &attempt : detail.attempts) {
        const bool failed = attemptFailed(attempt);
        auto *badge = new Badge(failed         ? Mark::Blocked
                                : attempt.mock ? Mark::Local
                                               : Mark::Ok,
                                QLocale().toString(attempt.number + 1));
        grid->addWidget(badge, line, 0);
        grid->addWidget(new Label(u"%1 · %2"_s.arg(attempt.provider.isEmpty() ? dash() : attempt.provider,
                                                   attempt.model)),
                        line, 1);
        grid->addWidget((new Label(attempt.deployment, TextStyle::Body, Colour::TextSecondary))->elided(),
                        line, 2);
        grid->addWidget((new Label(attempt.reason.isEmpty() ? dash() : routewords::reason(attempt.reason),
                                   TextStyle::Body, Colour::TextSecondary))
                            ->elided(),
                        line, 3);
        grid->addWidget((new Label(attempt.waitedUs > 0 ? duration(attempt.waitedUs) : dash()))->tabular(),
                        line, 4);
        grid->addWidget(
            new Label(upstreamText(attempt), TextStyle::Body, failed ? Colour::Error : Colour::Text), line,
            5);
        grid->addWidget((new Label(duration(attempt.durationUs)))->tabular(), line, 6);
        grid->addWidget((new Label(attempt.unpriced ? text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "no price"))
                                   : attempt.costPico == 0 ? dash()
                                                           : money(attempt.costPico, 6)))
                            ->tabular(),
                        line, 7);
        ++line;
    }
    grid->setColumnStretch(int(std::size(heads)), 1);
    auto *whole = new QWidget;
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins({});
    column->setSpacing(space::kMedium);
    column->addWidget(box);
    for (const TrafficAttempt &attempt : detail.attempts) {
        if (attempt.dropped.isEmpty())
            continue;
        column->addWidget(
            (new Label(text(QT_TRANSLATE_NOOP("gw::ui::Inspector",
                                              "Attempt %1: %2 does not take %3; left out (drop_params)."))
                           .arg(number(attempt.number + 1), attempt.provider,
                                QLocale().createSeparatedList(attempt.dropped))))
                ->wrapped());
    }
    if (!detail.modelGroup.isEmpty() && detail.modelGroup != detail.requestedModel)
        column->addWidget((new Label(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "%1 stands for %2."))
                                         .arg(detail.requestedModel, detail.modelGroup),
                                     TextStyle::Caption, Colour::TextSecondary))
                              ->wrapped());
    column->addStretch(1);
    return whole;
}

namespace {

// The lines that the stored unit prices account for; what is left of the whole goes to one more line.
QList<CostSheet::Line> costLines(const TrafficDetail &detail, std::int64_t total)
{
    const TrafficAttempt &last = detail.attempts.back();
    const auto known = [](std::int64_t count) { return std::max<std::int64_t>(count, 0); };
    QList<CostSheet::Line> lines;
    std::int64_t told = 0;
    const auto add = [&](const QString &name, std::int64_t count, std::int64_t price, bool always) {
        if (count == 0 && !always)
            return;
        const std::int64_t pico = price > 0 ? count * price : 0;
        told += pico;
        lines.append({name, number(count), perMillion(price), amount(pico), count == 0});
    };
    const std::int64_t cached = known(last.cacheRead) + known(last.cacheWrite) + known(last.cacheWrite1h);
    add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Input, not cached")), known(known(last.input) - cached),
        last.priceInput, true);
    add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Input, read from cache")), known(last.cacheRead),
        last.priceCacheRead, true);
    add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Input, written to cache")), known(last.cacheWrite),
        last.priceCacheWrite, true);
    add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Output")), known(last.output), last.priceOutput, true);
    std::int64_t earlier = 0;
    for (const TrafficAttempt &attempt : detail.attempts)
        earlier += &attempt == &last ? 0 : attempt.costPico;
    if (earlier != 0)
        lines.append(
            {text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Earlier attempts")), {}, {}, amount(earlier)});
    if (const std::int64_t rest = total - earlier - told; rest != 0)
        lines.append({text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Other parts, discounts and margins")),
                      {},
                      {},
                      (rest < 0 ? u"−"_s : QString()) + amount(std::abs(rest))});
    return lines;
}

QString tokenSource(const TrafficAttempt &attempt)
{
    if (attempt.broken)
        return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "an estimate: the gateway stopped meanwhile"));
    if (attempt.mock)
        return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "an estimate: no provider was asked"));
    if (attempt.estimated)
        return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "an estimate: the provider told no usage"));
    return text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "the provider's usage"));
}

}   // namespace

QWidget *cost(const TrafficRow &row, const TrafficDetail &detail)
{
    const TrafficAttempt &last = detail.attempts.back();
    auto *facts = new Facts;
    facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Price table")), last.priceVersion);
    facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Model")),
               u"%1 · %2"_s.arg(last.model, last.provider.isEmpty() ? dash() : last.provider));
    facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Billed to")),
               u"%1 · %2"_s.arg(row.client.isEmpty() ? dash() : row.client,
                                detail.keyAlias.isEmpty() ? keyText(detail) : detail.keyAlias));
    if (last.input > 0 || last.output > 0)
        facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Tokens from")), tokenSource(last));
    if (last.savedPico > 0)
        facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Saved by this gateway's cache")),
                   money(last.savedPico, 6));
    // What the provider's cache made cheaper, by the stored prices.
    if (last.cacheRead > 0 && last.priceInput > last.priceCacheRead && last.priceCacheRead >= 0)
        facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Saved by the provider's cache")),
                   money(last.cacheRead * (last.priceInput - last.priceCacheRead), 6));
    facts->addWidget(
        last.broken ? new Badge(Mark::Warning, text(QT_TRANSLATE_NOOP("gw::ui::Inspector",
                                                                      "ledger row closed after a crash")))
        : last.unpriced
            ? new Badge(Mark::Warning,
                        text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "no price known for this model")))
            : new Badge(Mark::Ok, text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "ledger row closed"))));
    const bool billed = row.costPico != 0 || (last.priceInput >= 0 && last.input > 0);
    if (billed && !last.mock) {
        const QString prefix = last.estimated ? u"≈ "_s : QString();
        return columns({new CostSheet(costLines(detail, row.costPico),
                                      prefix + money(row.costPico, decimals(row.costPico))),
                        facts});
    }
    const QString why =
        last.mock ? text(QT_TRANSLATE_NOOP("gw::ui::Inspector",
                                           "The gateway answered by itself, which costs nothing."))
        : last.cacheHit
            ? text(QT_TRANSLATE_NOOP("gw::ui::Inspector",
                                     "The answer came from this gateway's cache and cost nothing."))
        : last.unpriced
            ? text(QT_TRANSLATE_NOOP(
                  "gw::ui::Inspector",
                  "No price is known for this model, so the cost is unknown and counted as zero."))
        : row.failed()
            ? text(
                  QT_TRANSLATE_NOOP("gw::ui::Inspector", "It failed before any output, which costs nothing."))
            : text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "This model is free: its tokens cost nothing."));
    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins({});
    column->addWidget(new Label(last.unpriced ? trafficcells::costText(row, 6) : money(row.costPico, 2),
                                TextStyle::Heading));
    column->addWidget((new Label(why, TextStyle::Body, Colour::TextSecondary))->wrapped());
    return columns({left, facts});
}

QWidget *timing(const TrafficRow &row, const TrafficDetail &detail)
{
    QList<TimingBars::Bar> bars;
    const std::int64_t begun = detail.attempts.front().startedUs;
    for (const TrafficAttempt &attempt : detail.attempts) {
        TimingBars::Bar bar;
        bar.name =
            u"%1  %2 · %3"_s.arg(QLocale().toString(attempt.number + 1),
                                 attempt.provider.isEmpty() ? dash() : attempt.provider, attempt.model);
        bar.fromUs = std::max<std::int64_t>(attempt.startedUs - begun, 0);
        bar.firstByteUs = attempt.firstByteUs;
        bar.untilUs = std::max(attempt.durationUs, bar.fromUs);
        bar.failed = attemptFailed(attempt);
        bar.note = bar.failed ? upstreamText(attempt)
                   : attempt.firstByteUs >= 0
                       ? text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "waited %1, received for %2"))
                             .arg(duration(attempt.firstByteUs - bar.fromUs),
                                  duration(std::max<std::int64_t>(bar.untilUs - attempt.firstByteUs, 0)))
                       : duration(bar.untilUs - bar.fromUs);
        bars.append(bar);
    }
    auto *facts = new Facts;
    facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "First byte")), duration(row.firstByteUs));
    facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Total")), duration(row.durationUs));
    facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "The gateway's own part")),
               duration(detail.attempts.back().overheadUs));
    if (detail.attempts.back().queuedUs > 0)
        facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Waited in line")),
                   duration(detail.attempts.back().queuedUs));
    const std::int64_t received = row.durationUs - row.firstByteUs;
    if (row.firstByteUs >= 0 && row.output > 0 && row.stream && received > 0)
        facts->add(text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "Speed")),
                   text(QT_TRANSLATE_NOOP("gw::ui::Inspector", "%1 tokens per second"))
                       .arg(QLocale().toString(double(row.output) * 1e6 / double(received), 'f', 0)));
    auto *box = new QWidget;
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins({});
    line->setSpacing(kGap);
    const std::pair<QWidget *, int> parts[] = {{new TimingBars(bars), 3}, {facts, 2}};
    for (const auto &[part, share] : parts) {
        auto *column = new QVBoxLayout;
        column->addWidget(part);
        column->addStretch(1);
        line->addLayout(column, share);
    }
    return box;
}

}   // namespace gw::ui::inspectortabs
