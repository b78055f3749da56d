#include "ui/framework/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr double kPicoPerDollar = 1e12;
constexpr std::int64_t kTenCents = 100'000'000'000;

QString text(const char *source)
{
    return QCoreApplication::translate("gw::ui::Format", source);
}

}   // namespace

double dollars(std::int64_t pico)
{
    return double(pico) / kPicoPerDollar;
}

QString money(std::int64_t pico, int digits)
{
    return QLocale().toCurrencyString(dollars(pico), u"$"_s, digits);
}

QString moneyShort(std::int64_t pico)
{
    return money(pico, pico != 0 && pico < kTenCents ? 4 : 2);
}

QString tokens(std::int64_t count)
{
    if (count < 0)
        return dash();
    const QLocale locale;
    if (count < 1000)
        return locale.toString(count);
    const auto scaled = [&](double value) { return locale.toString(value, 'f', value < 9.95 ? 1 : 0); };
    if (count < 999'500)
        return text(QT_TRANSLATE_NOOP("gw::ui::Format", "%1k")).arg(scaled(double(count) / 1e3));
    return text(QT_TRANSLATE_NOOP("gw::ui::Format", "%1M")).arg(scaled(double(count) / 1e6));
}

QString duration(std::int64_t us)
{
    if (us < 0)
        return dash();
    const QLocale locale;
    const double ms = double(us) / 1e3;
    if (ms < 999.5)
        return text(QT_TRANSLATE_NOOP("gw::ui::Format", "%1 ms"))
            .arg(locale.toString(ms, 'f', ms < 9.95 ? 1 : 0));
    const double s = double(us) / 1e6;
    return text(QT_TRANSLATE_NOOP("gw::ui::Format", "%1 s"))
        .arg(locale.toString(s, 'f',
                             s < 9.995   ? 2
                             : s < 99.95 ? 1
                                         : 0));
}

QString elapsed(std::int64_t us)
{
    const std::int64_t seconds = std::max<std::int64_t>(0, us / 1'000'000);
    const QLatin1Char zero('0');
    if (seconds < 3600)
        return u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, zero);
    return u"%1:%2:%3"_s.arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, zero)
        .arg(seconds % 60, 2, 10, zero);
}

QString clockTime(std::int64_t unixUs, bool seconds)
{
    const QTime time = QDateTime::fromMSecsSinceEpoch(unixUs / 1000).time();
    return time.toString(seconds ? u"HH:mm:ss"_s : u"HH:mm"_s);
}

QString dash()
{
    return u"–"_s;
}

}   // namespace gw::ui
