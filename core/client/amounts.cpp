#include "core/client/amounts.h"

#include <algorithm>

namespace gw::client {

namespace {

constexpr int kDecimals = 12;
constexpr std::int64_t kDollar = 1'000'000'000'000;

}   // namespace

std::optional<std::int64_t> readMoney(QString text)
{
    if (text.startsWith(u'$'))
        text.remove(0, 1);
    const qsizetype point = text.indexOf(u'.');
    QString whole = point < 0 ? text : text.left(point);
    const QString rest = point < 0 ? QString() : text.mid(point + 1);
    if (rest.size() > kDecimals || (whole.isEmpty() && rest.isEmpty()) || whole.size() > 6)
        return std::nullopt;
    const auto digits = [](const QString &part) {
        return std::all_of(part.cbegin(), part.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    };
    if (!digits(whole) || !digits(rest))
        return std::nullopt;
    return (whole + rest.leftJustified(kDecimals, u'0')).toLongLong();
}

QString moneyText(std::int64_t pico)
{
    QString rest = QString::number(pico % kDollar).rightJustified(kDecimals, u'0');
    while (rest.endsWith(u'0'))
        rest.chop(1);
    const QString whole = QString::number(pico / kDollar);
    return rest.isEmpty() ? whole : whole + u'.' + rest;
}

}   // namespace gw::client
