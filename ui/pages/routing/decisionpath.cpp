#include "ui/pages/routing/decisionpath.h"

#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/models/routewords.h"

#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::SimulatedDeployment;
using client::SimulatedGroup;
using Stop = DecisionPath::Stop;

constexpr int kMarkSize = 16;
constexpr int kTextStart = 28;
constexpr double kUsPerS = 1e6;

// One station: the mark and the line to the next beside its texts.
class StopView final : public QWidget
{
public:
    StopView(const Stop &stop, bool last)
        : m_mark(stop.mark)
        , m_last(last)
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(layoutDirection() == Qt::RightToLeft ? QMargins(0, 0, kTextStart, 0)
                                                                        : QMargins(kTextStart, 0, 0, 0));
        column->setSpacing(0);
        column->addWidget(
            (new Label(stop.what, stop.heading ? TextStyle::CaptionStrong : TextStyle::BodyStrong,
                       stop.mark == Mark::Off || stop.heading ? Colour::TextSecondary : Colour::Text))
                ->wrapped());
        if (!stop.why.isEmpty())
            column->addWidget((new Label(stop.why, TextStyle::Caption, Colour::TextSecondary))->wrapped());
        column->addSpacing(stop.heading ? 6 : 12);
        m_heading = stop.heading;
        setAccessibleName(stop.why.isEmpty() ? stop.what : u"%1: %2"_s.arg(stop.what, stop.why));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (m_heading)
            return;
        QPainter painter(this);
        const int x = layoutDirection() == Qt::RightToLeft ? width() - kMarkSize : 0;
        if (!m_last)
            painter.fillRect(QRectF(x + kMarkSize / 2 - 0.5, kMarkSize + 4, 1, height() - kMarkSize - 4),
                             colour(Colour::Border, palette()));
        drawMark(painter, QRectF(x, 2, kMarkSize, kMarkSize), m_mark, palette());
    }

private:
    Mark m_mark;
    bool m_last;
    bool m_heading = false;
};

QString seconds(double value)
{
    return duration(std::int64_t(value * kUsPerS));
}

QString nameOf(const SimulatedDeployment &one)
{
    return u"%1/%2"_s.arg(one.provider, one.model);
}

QString percent(double share)
{
    return DecisionPath::tr("%1 %").arg(QLocale().toString(int(std::lround(share * 100))));
}

// How likely, and by what it is judged.
QString whyUsed(const SimulatedDeployment &one)
{
    QStringList parts;
    if (one.chance >= 0.995)
        parts << (one.turn == 0 ? DecisionPath::tr("is tried first")
                                : DecisionPath::tr("when those of the order before have failed"));
    else if (one.chance > 0)
        parts << (one.turn == 0
                      ? DecisionPath::tr("is tried first with a chance of %1").arg(percent(one.chance))
                      : DecisionPath::tr("when those of the order before have failed, with a chance of %1")
                            .arg(percent(one.chance)));
    else
        parts << DecisionPath::tr("only when a better one has failed");
    parts << DecisionPath::tr("%1 in flight").arg(QLocale().toString(one.inFlight));
    if (one.firstTokenS > 0)
        parts << DecisionPath::tr("first token after %1").arg(seconds(one.firstTokenS));
    return parts.join(u", "_s);
}

void addDeployments(QList<Stop> &stops, const SimulatedGroup &group)
{
    int number = 0;
    for (const SimulatedDeployment &one : group.deployments) {
        if (one.usable)
            stops.append({one.chance > 0 && one.turn == 0 ? Mark::Ok : Mark::Partial,
                          u"%1  %2"_s.arg(QLocale().toString(++number), nameOf(one)), whyUsed(one)});
        else
            stops.append({Mark::Off, nameOf(one), routewords::reason(one.why)});
    }
}

Stop groupStop(const SimulatedGroup &group)
{
    const QString name = group.direct ? DecisionPath::tr("%1, by its id").arg(group.name) : group.name;
    if (!group.problem.isEmpty())
        return {Mark::Blocked, name, group.problem};
    if (group.waits)
        return {
            Mark::Busy, name,
            DecisionPath::tr("all are busy: it would wait in line behind %n other(s)", nullptr, group.ahead)};
    return {Mark::Ok, name,
            group.deployments.size() > 1
                ? DecisionPath::tr("chooses by: %1").arg(routewords::strategy(group.strategy))
                : QString()};
}

// A group of fallbacks in one station: who would be tried there.
Stop behindStop(const SimulatedGroup &group)
{
    Stop stop = groupStop(group);
    if (stop.mark != Mark::Ok)
        return stop;
    QStringList usable;
    for (const SimulatedDeployment &one : group.deployments) {
        if (one.usable)
            usable << nameOf(one);
    }
    stop.why = usable.join(u", "_s);
    return stop;
}

bool sameNames(const std::vector<SimulatedGroup> &a, const std::vector<SimulatedGroup> &b)
{
    return std::ranges::equal(a, b, {}, &SimulatedGroup::name, &SimulatedGroup::name);
}

void addBehind(QList<Stop> &stops, const QString &heading, const std::vector<SimulatedGroup> &groups)
{
    stops.append({Mark::Off, heading, {}, true});
    for (const SimulatedGroup &group : groups)
        stops.append(behindStop(group));
    if (groups.empty())
        stops.append(
            {Mark::Blocked, DecisionPath::tr("No fallback"), DecisionPath::tr("the program gets the error")});
}

Stop limitsStop(const client::Simulation &simulation, const SimulatedDeployment &one)
{
    QStringList parts;
    parts << (one.retries == 0 ? DecisionPath::tr("no further try in a group")
                               : DecisionPath::tr("up to %n further tries in a group", nullptr, one.retries));
    parts << DecisionPath::tr("connected within %1").arg(seconds(one.connectS));
    if (simulation.stream)
        parts << DecisionPath::tr("first token within %1").arg(seconds(one.firstS))
              << DecisionPath::tr("no gap longer than %1").arg(seconds(one.gapS));
    else
        parts << DecisionPath::tr("answered within %1").arg(seconds(one.totalS));
    return {Mark::Ok, DecisionPath::tr("Limits"), parts.join(u", "_s)};
}

}   // namespace

DecisionPath::DecisionPath(const QList<Stop> &stops, QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    for (qsizetype i = 0; i < stops.size(); ++i)
        column->addWidget(new StopView(stops[i], i + 1 == stops.size() || stops[i + 1].heading));
    setAccessibleName(tr("Decision path"));
}

QList<DecisionPath::Stop> DecisionPath::stopsOf(const client::Simulation &simulation)
{
    QList<Stop> stops;
    if (!simulation.problem.isEmpty()) {
        stops.append({Mark::Error, tr("Nobody would be asked"), simulation.problem});
        return stops;
    }
    const QString size = tr("about %1 tokens").arg(tokens(simulation.inputTokens));
    stops.append({Mark::Ok, tr("Asks for “%1”").arg(simulation.model),
                  simulation.stream ? tr("%1, %2, streamed").arg(simulation.route, size)
                                    : tr("%1, %2").arg(simulation.route, size)});
    for (const SimulatedGroup &group : simulation.groups) {
        stops.append(groupStop(group));
        addDeployments(stops, group);
        if (!group.deployments.empty())
            stops.append(limitsStop(simulation, group.deployments.front()));
    }
    addBehind(stops, tr("If all of them fail"), simulation.general);
    if (!sameNames(simulation.context, simulation.general))
        addBehind(stops, tr("If the prompt is too long"), simulation.context);
    if (!sameNames(simulation.policy, simulation.general))
        addBehind(stops, tr("If the provider refuses the prompt"), simulation.policy);
    return stops;
}

}   // namespace gw::ui
