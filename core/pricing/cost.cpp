#include "core/pricing/cost.h"

#include <algorithm>

namespace gw::pricing {

namespace {

constexpr std::int64_t kMillionths = 1'000'000;

// The rates in force for one request: the tariff of its service, over the standard one, at its tier.
class Effective
{
public:
    Effective(const Price &price, Service service, std::int64_t totalInput)
        : m_free(price.free)
    {
        apply(price.standard(), totalInput);
        if (service == Service::Standard)
            return;
        // Batches cost half for tokens that are not listed for them.
        if (service == Service::Batch) {
            for (std::size_t i = 0; i <= static_cast<std::size_t>(Unit::Citation); ++i)
                if (m_rates[i])
                    m_rates[i]->value /= 2;
        }
        apply(price.tariffs[static_cast<std::size_t>(service)], totalInput);
    }

    std::optional<Amount> rate(Unit unit) const
    {
        if (m_free)
            return Amount{};
        for (std::optional<Unit> at = unit; at; at = parentOf(*at))
            if (const auto &own = m_rates[static_cast<std::size_t>(*at)])
                return own;
        return std::nullopt;
    }

private:
    void apply(const Tariff &tariff, std::int64_t totalInput)
    {
        overlay(tariff.rates);
        // A tier lists only what changes; of several reached, the highest wins.
        for (const Tier &tier : tariff.tiers)
            if (totalInput > tier.above)
                overlay(tier.rates);
    }
    void overlay(const Rates &rates)
    {
        for (std::size_t i = 0; i < kUnits; ++i)
            if (rates[i])
                m_rates[i] = rates[i];
    }

    Rates m_rates;
    bool m_free;
};

class Bill
{
public:
    explicit Bill(const Effective &rates)
        : m_rates(rates)
    {}

    void add(Unit unit, std::int64_t count)
    {
        if (count > 0)
            addLine(unit, count, m_rates.rate(unit), 1);
    }
    // Counts in thousandths, for seconds.
    void addMilli(Unit unit, std::int64_t count)
    {
        if (count > 0)
            addLine(unit, count, m_rates.rate(unit), 1000);
    }
    void addLine(Unit unit, std::int64_t count, std::optional<Amount> rate, std::int64_t per)
    {
        CostLine line{unit, count, rate, {}};
        if (rate)
            line.amount = {multiply(*rate, count).value / per};
        else
            unpriced = true;
        total = pricing::add(total, line.amount);
        lines.push_back(line);
    }

    Amount total;
    bool unpriced = false;
    std::vector<CostLine> lines;

private:
    const Effective &m_rates;
};

std::int64_t known(std::int64_t count) noexcept
{
    return std::max<std::int64_t>(count, 0);
}

std::optional<Amount> imageRate(const Price &price, const std::string &kind)
{
    if (price.free)
        return Amount{};
    for (const ImageRate &rate : price.images)
        if (rate.when.empty() || rate.when == kind)
            return rate.price;
    // "256x256 standard" finds "256x256", where quality makes no difference.
    for (const ImageRate &rate : price.images)
        if (kind.starts_with(rate.when + ' '))
            return rate.price;
    // "1024x1024" finds "1024x1024 standard".
    for (const ImageRate &rate : price.images)
        if (!kind.empty() && rate.when.starts_with(kind + ' '))
            return rate.price;
    return std::nullopt;
}

void addTokens(Bill &bill, const chat::Usage &usage)
{
    if (usage.billedInput >= 0 || usage.billedOutput >= 0) {
        bill.add(Unit::Input, usage.billedInput);
        bill.add(Unit::Output, usage.billedOutput);
        return;
    }
    const std::int64_t parts = known(usage.cacheRead) + known(usage.cacheWrite) + known(usage.cacheWrite1h) +
                               known(usage.audioIn) + known(usage.imageIn);
    bill.add(Unit::Input, known(usage.input) - parts);
    bill.add(Unit::CacheRead, usage.cacheRead);
    bill.add(Unit::CacheWrite, usage.cacheWrite);
    bill.add(Unit::CacheWrite1h, usage.cacheWrite1h);
    bill.add(Unit::AudioIn, usage.audioIn);
    bill.add(Unit::ImageIn, usage.imageIn);
    bill.add(Unit::Output,
             known(usage.output) - known(usage.reasoning) - known(usage.audioOut) - known(usage.imageOut));
    bill.add(Unit::Reasoning, usage.reasoning);
    bill.add(Unit::AudioOut, usage.audioOut);
    bill.add(Unit::ImageOut, usage.imageOut);
    bill.add(Unit::WebSearch, usage.webSearches);
}

Pico picoOf(std::optional<Amount> rate)
{
    return rate ? roundToPico(*rate) : -1;
}

}   // namespace

Cost cost(const chat::Usage &usage, const Price &price, const CostOptions &options)
{
    const Effective rates(price, options.service, known(usage.input));
    Bill bill(rates);
    const bool otherwise = options.queries > 0 || options.secondsMilliIn > 0 || options.secondsMilliOut > 0 ||
                           options.charactersIn > 0 || options.images > 0;
    // A picture or a second that has its own rate is the bill; its tokens would be charged twice.
    bool tokens = true;
    if (options.images > 0 && (!price.images.empty() || !usage.known())) {
        bill.addLine(Unit::Image, options.images, imageRate(price, options.imageKind), 1);
        tokens = false;
    }
    const auto counted = [&](Unit unit, std::int64_t count, bool milli) {
        if (count <= 0 || (!rates.rate(unit) && usage.known()))
            return;
        if (milli)
            bill.addMilli(unit, count);
        else
            bill.add(unit, count);
        tokens = false;
    };
    counted(Unit::Query, options.queries, false);
    counted(Unit::SecondIn, options.secondsMilliIn, true);
    counted(Unit::SecondOut, options.secondsMilliOut, true);
    counted(Unit::CharacterIn, options.charactersIn, false);
    if (tokens)
        addTokens(bill, usage);
    if (rates.rate(Unit::Request))
        bill.add(Unit::Request, options.requests);

    Cost result;
    const Adjustment &adjust = price.adjustment;
    Amount total = bill.total;
    if (adjust.discountMillionths != 0)
        total = scaleByMillionths(total, kMillionths - adjust.discountMillionths);
    result.original = roundToPico(bill.total);
    result.discount = roundToPico({bill.total.value - total.value});
    const Amount discounted = total;
    if (adjust.marginMillionths != 0)
        total = scaleByMillionths(total, kMillionths + adjust.marginMillionths);
    total = add(total, adjust.marginFixed);
    result.marginFraction =
        scaleByMillionths(multiply({1'000'000'000'000'000'000}, 1'000'000'000), adjust.marginMillionths);
    result.margin = roundToPico({total.value - discounted.value});
    result.pico = roundToPico(total);
    result.unpriced = bill.unpriced || (!usage.known() && !otherwise && !price.free);
    result.estimated = price.estimated;
    result.lines = std::move(bill.lines);
    result.priceInput = picoOf(rates.rate(Unit::Input));
    result.priceOutput = picoOf(rates.rate(Unit::Output));
    result.priceCacheRead = picoOf(rates.rate(Unit::CacheRead));
    result.priceCacheWrite = picoOf(rates.rate(Unit::CacheWrite));
    return result;
}

Cost unpricedCost()
{
    Cost result;
    result.unpriced = true;
    return result;
}

}   // namespace gw::pricing
