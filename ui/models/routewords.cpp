#include "ui/models/routewords.h"

#include "core/client/routingvalues.h"
#include "ui/framework/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui::routewords {

namespace {

using Health = client::RouteDeployment::Health;

QString text(const char *source)
{
    return QCoreApplication::translate("gw::ui::routewords", source);
}

constexpr std::pair<const char *, const char *> kStrategies[] = {
    {"simple-shuffle", QT_TRANSLATE_NOOP("gw::ui::routewords", "by weight")},
    {"least-busy", QT_TRANSLATE_NOOP("gw::ui::routewords", "least busy")},
    {"usage-based-routing", QT_TRANSLATE_NOOP("gw::ui::routewords", "least used this minute")},
    {"usage-based-routing-v2", QT_TRANSLATE_NOOP("gw::ui::routewords", "least used this minute")},
    {"latency-based-routing", QT_TRANSLATE_NOOP("gw::ui::routewords", "fastest")},
    {"cost-based-routing", QT_TRANSLATE_NOOP("gw::ui::routewords", "cheapest")},
};

// What the router may say, with places for what differs.
constexpr const char *kReasons[] = {
    QT_TRANSLATE_NOOP("gw::ui::routewords", "only deployment"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "only one left"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "retry %1"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "fallback from %1"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "rests for %1 s after %2"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "is busy with %1 requests"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "its last health check failed"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "another one holds what the request refers to"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "another one served this before"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "failed this request already"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "takes %1 tokens, the prompt has about %2"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "has used up its %1 requests this minute"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "has used up its rates this minute"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "its region is not known"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "is in region %1"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "its tags do not fit"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "order %1 goes first"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "its order has been tried"),
    QT_TRANSLATE_NOOP("gw::ui::routewords", "Exceeded budget for %1: %2 >= %3"),
};

// The arguments of an English sentence of that pattern; nothing when it is another.
std::optional<QStringList> argumentsOf(const QString &english, const char *pattern)
{
    QString expression = QRegularExpression::escape(QLatin1String(pattern));
    for (const char *place : {"\\%1", "\\%2", "\\%3"})
        expression.replace(QLatin1String(place), "([^,]+)"_L1);
    const QRegularExpressionMatch match =
        QRegularExpression(QRegularExpression::anchoredPattern(expression)).match(english);
    return match.hasMatch() ? std::optional(match.capturedTexts().mid(1)) : std::nullopt;
}

std::optional<QString> said(const QString &english)
{
    for (const char *pattern : kReasons) {
        const auto arguments = argumentsOf(english, pattern);
        if (!arguments)
            continue;
        QString out = text(pattern);
        for (const QString &argument : *arguments)
            out = out.arg(argument);
        return out;
    }
    for (const auto &[name, word] : kStrategies) {
        if (english == QLatin1String(name))
            return text(word);
    }
    return std::nullopt;
}

bool isFull(const client::RouteDeployment &deployment)
{
    return deployment.capacity > 0 && deployment.inFlight >= deployment.capacity;
}

}   // namespace

QString strategy(const QString &name)
{
    for (const auto &[known, word] : kStrategies) {
        if (name == QLatin1String(known))
            return text(word);
    }
    return name;
}

QString reason(const QString &english)
{
    if (const auto whole = said(english))
        return *whole;
    QStringList parts = english.split(u", "_s);
    for (QString &part : parts)
        part = said(part).value_or(part);
    return parts.join(u", "_s);
}

Mark mark(const client::RouteDeployment &deployment)
{
    if (!deployment.problem.isEmpty())
        return Mark::Error;
    if (deployment.restsMs > 0 || deployment.onProbation)
        return Mark::Partial;
    if (deployment.health == Health::Failing)
        return Mark::Warning;
    return isFull(deployment) ? Mark::Busy : Mark::Ok;
}

QString state(const client::RouteDeployment &deployment)
{
    if (!deployment.problem.isEmpty())
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords", "problem"));
    if (deployment.restsMs > 0)
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords", "rests, %1 s"))
            .arg(QLocale().toString((deployment.restsMs + 999) / 1000));
    if (deployment.onProbation)
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords", "on trial"));
    if (deployment.health == Health::Failing)
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords", "check failed"));
    if (isFull(deployment))
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords", "full"));
    return deployment.health == Health::Well ? text(QT_TRANSLATE_NOOP("gw::ui::routewords", "healthy"))
                                             : text(QT_TRANSLATE_NOOP("gw::ui::routewords", "ready"));
}

QString stateDetail(const client::RouteDeployment &deployment)
{
    if (!deployment.problem.isEmpty())
        return deployment.problem;
    if (deployment.restsMs > 0)
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords",
                                      "Gets no traffic for %1 s more, after %2 (status %3)."))
            .arg(QLocale().toString((deployment.restsMs + 999) / 1000), deployment.restReason,
                 QString::number(deployment.restStatus));
    if (deployment.onProbation)
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords",
                                      "Has rested: gets one request at a time until one is answered."));
    if (deployment.health == Health::Failing)
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords", "Its last health check failed."));
    if (isFull(deployment))
        return text(QT_TRANSLATE_NOOP("gw::ui::routewords",
                                      "Takes no more requests until one of its %1 is answered."))
            .arg(QLocale().toString(deployment.capacity));
    return {};
}

QString load(const client::RouteDeployment &deployment)
{
    const QString now = QLocale().toString(deployment.inFlight);
    return deployment.capacity > 0 ? text(QT_TRANSLATE_NOOP("gw::ui::routewords", "%1 of %2"))
                                         .arg(now, QLocale().toString(deployment.capacity))
                                   : now;
}

}   // namespace gw::ui::routewords
