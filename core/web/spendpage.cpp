#include "core/web/frame.h"
#include "core/web/pages.h"
#include "core/web/spendsums.h"

#include <algorithm>
#include <cmath>

namespace gw::web {

namespace {

constexpr const char *kPage = "/spend";
constexpr int kMoneyDecimals = 4;
constexpr std::size_t kMostParts = 50;   // Rows of one table; the rest is added up.
// The drawing's own units.
constexpr double kWidth = 800;
constexpr double kHeight = 180;
constexpr double kLeft = 64;
constexpr double kFloor = 150;
constexpr double kTop = 12;

int daysOf(const Visit &visit)
{
    const std::string text = visit.query.value("days");
    return text == "7" ? 7 : text == "90" ? 90 : text == "365" ? 365 : 30;
}

// A number as SVG writes it.
std::string coordinate(double value)
{
    const auto tenths = static_cast<long long>(std::llround(value * 10));
    return std::to_string(tenths / 10) + "." + std::to_string(std::llabs(tenths % 10));
}

// The next of 1, 2, 4, 5, 8 and 10 times a power of ten.
double roundTop(double largest)
{
    if (largest <= 0)
        return 1;
    const double power = std::pow(10, std::floor(std::log10(largest)));
    for (const double step : {1.0, 2.0, 4.0, 5.0, 8.0}) {
        if (largest <= step * power)
            return step * power;
    }
    return 10 * power;
}

int decimalsFor(double top)
{
    return top >= 10 ? 0 : top >= 1 ? 2 : top >= 0.01 ? 3 : 6;
}

Html gridLines(const Words &t, double top)
{
    Html out;
    for (int i = 0; i <= 2; ++i) {
        const double y = kFloor - (kFloor - kTop) * i / 2;
        out +=
            html("<path d=\"M{} {}H{}\" class=\"grid\"/><text x=\"{}\" y=\"{}\" class=\"axis end\">{}</text>",
                 coordinate(kLeft), coordinate(y), coordinate(kWidth), coordinate(kLeft - 8),
                 coordinate(y + 4), t.money(top * i / 2, decimalsFor(top)));
    }
    return out;
}

// Bars by day, with the amounts as tips; the table below says the same in text.
Html dayChart(const Visit &visit, const std::vector<SpendDay> &days)
{
    const Words &t = visit.t;
    const auto largest = std::ranges::max_element(days, {}, &SpendDay::usd);
    const double top = roundTop(largest == days.end() ? 0 : largest->usd);
    const double step = (kWidth - kLeft) / static_cast<double>(days.size());
    Html bars = gridLines(t, top);
    for (std::size_t i = 0; i < days.size(); ++i) {
        const double height = (kFloor - kTop) * days[i].usd / top;
        const double x = kLeft + step * static_cast<double>(i);
        const double width = std::max(step * 0.75, 1.0);
        if (days[i].usd > 0)
            bars +=
                html("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"bar\"><title>{}: "
                     "{}</title></rect>",
                     coordinate(x), coordinate(kFloor - std::max(height, 1.0)), coordinate(width),
                     coordinate(std::max(height, 1.0)), days[i].date, t.money(days[i].usd, kMoneyDecimals));
        const bool first = i == 0;
        const bool last = i + 1 == days.size();
        if (first || last || i == days.size() / 2)
            bars += html("<text x=\"{}\" y=\"{}\" class=\"axis {}\">{}</text>", coordinate(last ? kWidth : x),
                         coordinate(kFloor + 20), last ? "end" : "", days[i].date);
    }
    return html(
        "<div class=\"chart\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}</svg></div>\n",
        coordinate(kWidth), coordinate(kHeight), t("Spend by day; the same figures stand in the table below"),
        bars);
}

Html dayTable(const Words &t, const std::vector<SpendDay> &days)
{
    Html rows;
    for (auto day = days.rbegin(); day != days.rend(); ++day) {
        if (day->usd > 0)
            rows += html("<tr><td>{}</td><td class=\"number\">{}</td></tr>\n", day->date,
                         t.money(day->usd, kMoneyDecimals));
    }
    if (rows.isEmpty())
        return html("<p class=\"empty\">{}</p>\n", t("Nothing was spent in this time."));
    return html("<details><summary>{}</summary>{}</details>\n", t("Figures by day"),
                table(t("Spend by day; days are UTC"), {{t("Day")}, {t("Spend"), true}}, rows));
}

Html barOf(double share)
{
    constexpr double kLength = 120;
    return html(
        "<svg viewBox=\"0 0 120 8\" width=\"120\" height=\"8\" aria-hidden=\"true\"><rect width=\"120\" "
        "height=\"8\" rx=\"2\" class=\"track\"/><rect width=\"{}\" height=\"8\" rx=\"2\" "
        "class=\"bar\"/></svg>",
        coordinate(std::clamp(share, 0.0, 1.0) * kLength));
}

Html partsCard(const Visit &visit, const std::string &title, const std::map<std::string, SpendPart> &parts,
               double total)
{
    const Words &t = visit.t;
    std::vector<SpendPart> order;
    for (const auto &[name, part] : parts) {
        if (!part.label.empty() && (part.usd > 0 || part.requests > 0))
            order.push_back(part);
    }
    std::ranges::stable_sort(order, std::greater(), &SpendPart::usd);
    if (order.size() > kMostParts) {
        SpendPart rest{.label =
                           t("%1 more", {t.number(static_cast<std::int64_t>(order.size() - kMostParts))})};
        for (std::size_t i = kMostParts; i < order.size(); ++i)
            rest.usd += order[i].usd;
        order.resize(kMostParts);
        order.push_back(std::move(rest));
    }
    Html rows;
    for (const SpendPart &part : order) {
        const double share = total > 0 ? part.usd / total : 0;
        rows += html("<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td><td "
                     "class=\"number\">{}</td></tr>\n",
                     part.label, barOf(share), t("%1 %", {t.number(share * 100, 1)}),
                     part.requests < 0 ? "–" : t.number(part.requests), t.money(part.usd, kMoneyDecimals));
    }
    if (rows.isEmpty())
        return card(title, html("<p class=\"empty\">{}</p>\n", t("Nothing was spent in this time.")));
    return card(title,
                table(title,
                      {{t("Name")}, {""}, {t("Share"), true}, {t("Requests"), true}, {t("Spend"), true}},
                      rows, "parts"));
}

Html rangeLinks(const Visit &visit)
{
    const Words &t = visit.t;
    const int chosen = daysOf(visit);
    Html items;
    for (const auto &[days, label] : {std::pair(7, noop("7 days")), std::pair(30, noop("30 days")),
                                      std::pair(90, noop("90 days")), std::pair(365, noop("365 days"))})
        items += html("<li><a href=\"{}\"{}>{}</a></li>",
                      visit.address(kPage) + queryOf({{"days", std::to_string(days)}}),
                      days == chosen ? html(" aria-current=\"true\"") : Html(), t(label));
    return html("<nav aria-label=\"{}\"><ul class=\"segmented\">{}</ul></nav>\n", t("Time"), items);
}

void showSpend(const VisitPtr &visit)
{
    const int days = daysOf(*visit);
    visit->ask(spendQuestion(*visit, days), [visit, days](const Answer &answer) {
        const Words &t = visit->t;
        if (!answer.ok())
            return visit->respond(problemPage(*visit, kPage, t("Spend"), answer));
        const SpendSums sums = spendSums(*visit, answer, days);
        Html body = rangeLinks(*visit);
        if (answer.headers.valueOr("x-portico-spend-source") == "local")
            body += banner(Tone::Warning,
                           t("The shared database is away: these are this gateway's own figures."));
        Html byDay =
            html("<p class=\"sum\"><span class=\"figure\">{}</span> {}</p>\n", t.money(sums.usd, 2),
                 seesEverything(*visit) ? t("of everybody, in US dollars") : t("your own, in US dollars"));
        byDay += dayChart(*visit, sums.days);
        byDay += dayTable(t, sums.days);
        body += card(t("By day"), byDay);
        body += partsCard(*visit, t("By model"), sums.models, sums.usd);
        body += partsCard(*visit, t("By key"), sums.keys, sums.usd);
        if (seesEverything(*visit))
            body += partsCard(*visit, t("By provider"), sums.providers, sums.usd);
        visit->respond(page(*visit, kPage, t("Spend"), body));
    });
}

}   // namespace

engine::ApiRoutes spendRoutes(const SitePtr &site)
{
    return {getPage(site, kPage, &showSpend)};
}

}   // namespace gw::web
