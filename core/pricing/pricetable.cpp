#include "core/pricing/pricetable.h"

#include "core/base/resources.h"
#include "core/pricing/matching.h"

#include <algorithm>
#include <chrono>

namespace gw::pricing {

namespace {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr int kPerMillion = -6;
constexpr int kPerThousand = -3;
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kUsPerSecond = 1'000'000;

std::string_view textOf(object row, std::string_view key)
{
    std::string_view text;
    return row[key].get(text) == SUCCESS ? text : std::string_view();
}

std::optional<object> objectOf(object row, std::string_view key)
{
    object found;
    return row[key].get(found) == SUCCESS ? std::optional(found) : std::nullopt;
}

std::optional<array> arrayOf(object row, std::string_view key)
{
    array found;
    return row[key].get(found) == SUCCESS ? std::optional(found) : std::nullopt;
}

// The objects of a list; whatever else it holds is passed over.
std::vector<object> objectsOf(object row, std::string_view key)
{
    std::vector<object> result;
    array list;
    if (row[key].get(list) != SUCCESS)
        return result;
    for (const element item : list) {
        object found;
        if (item.get(found) == SUCCESS)
            result.push_back(found);
    }
    return result;
}

std::int64_t intOf(object row, std::string_view key)
{
    std::int64_t number = 0;
    return row[key].get(number) == SUCCESS ? number : 0;
}

bool boolOf(object row, std::string_view key)
{
    bool flag = false;
    return row[key].get(flag) == SUCCESS && flag;
}

bool listHas(std::optional<array> list, std::string_view text)
{
    if (!list)
        return false;
    return std::any_of(list->begin(), list->end(), [text](element item) {
        std::string_view name;
        return item.get(name) == SUCCESS && name == text;
    });
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    for (char &c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::optional<Unit> unitOf(std::string_view name)
{
    for (std::size_t i = 0; i < kUnits; ++i)
        if (unitName(static_cast<Unit>(i)) == name)
            return static_cast<Unit>(i);
    return std::nullopt;
}

void setRate(Rates &rates, std::string_view unit, element value, int shift)
{
    std::string_view text;
    const auto slot = unitOf(unit);
    if (!slot || value.get(text) != SUCCESS)
        return;
    if (const auto amount = parseAmount(text, shift); amount.ok())
        rates[static_cast<std::size_t>(*slot)] = amount.value();
}

Tariff readTariff(object rate)
{
    Tariff tariff;
    for (const auto member : rate) {
        if (member.key == "tiers") {
            for (const object tier : objectsOf(rate, "tiers")) {
                Tier &added = tariff.tiers.emplace_back();
                added.above = intOf(tier, "above");
                for (const auto part : tier)
                    setRate(added.rates, part.key, part.value, kPerMillion);
            }
        } else if (member.key == "per_1000") {
            for (const auto part : objectOf(rate, "per_1000").value_or(object()))
                setRate(tariff.rates, part.key, part.value, kPerThousand);
        } else {
            setRate(tariff.rates, member.key, member.value, kPerMillion);
        }
    }
    std::sort(tariff.tiers.begin(), tariff.tiers.end(),
              [](const Tier &a, const Tier &b) { return a.above < b.above; });
    return tariff;
}

std::string isoDate(std::int64_t unixUs)
{
    using namespace std::chrono;
    const year_month_day day(floor<days>(sys_time<microseconds>(microseconds(unixUs))));
    const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(static_cast<int>(day.year())) + '-' + two(static_cast<unsigned>(day.month())) +
           '-' + two(static_cast<unsigned>(day.day()));
}

std::string isoTime(std::int64_t unixUs)
{
    std::int64_t seconds = unixUs / kUsPerSecond % kDaySeconds;
    if (seconds < 0)
        seconds += kDaySeconds;
    const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(seconds / 3600) + ':' + two(seconds / 60 % 60) + ':' + two(seconds % 60);
}

// Dates and times in ISO form compare as text.
bool variantHolds(object variant, std::int64_t unixUs)
{
    if (boolOf(variant, "default"))
        return true;
    if (const std::string_view from = textOf(variant, "from_date"); !from.empty())
        return isoDate(unixUs) >= from;
    const std::string_view from = textOf(variant, "utc_from");
    const std::string_view until = textOf(variant, "utc_until");
    if (from.empty() || until.empty())
        return false;
    const std::string now = isoTime(unixUs);
    return from <= until ? now >= from && now < until : now >= from || now < until;
}

// The last variant whose condition holds; the plain price where there are none.
std::optional<object> rateAt(object model, std::int64_t unixUs)
{
    std::optional<object> rate = objectOf(model, "price");
    for (const object variant : objectsOf(model, "variants"))
        if (variantHolds(variant, unixUs))
            if (const auto found = objectOf(variant, "rate"))
                rate = found;
    return rate;
}

// Name without what providers append to it: "@001", "-2024-08-06", "-20250929". Empty when nothing goes.
std::string_view withoutVersion(std::string_view model)
{
    if (const std::size_t at = model.find('@'); at != std::string_view::npos && at > 0)
        return model.substr(0, at);
    const auto isDigits = [](std::string_view text) {
        return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (model.size() > 11) {
        const std::string_view tail = model.substr(model.size() - 11);
        if (tail[0] == '-' && tail[5] == '-' && tail[8] == '-' && isDigits(tail.substr(1, 4)) &&
            isDigits(tail.substr(6, 2)) && isDigits(tail.substr(9, 2)))
            return model.substr(0, model.size() - 11);
    }
    if (model.size() > 9 && model[model.size() - 9] == '-' && isDigits(model.substr(model.size() - 8)))
        return model.substr(0, model.size() - 9);
    return {};
}

ModelFacts readFacts(object model)
{
    ModelFacts facts;
    facts.id = textOf(model, "id");
    facts.name = textOf(model, "name");
    if (facts.name.empty())
        facts.name = facts.id;
    facts.mode = textOf(model, "mode");
    if (facts.mode.empty())
        facts.mode = "chat";
    facts.contextWindow = intOf(model, "context");
    facts.maxOutput = intOf(model, "max_output");
    facts.released = textOf(model, "released");
    facts.note = textOf(model, "note");
    facts.deprecated = boolOf(model, "deprecated");
    facts.estimated = arrayOf(model, "estimated").has_value();
    if (const auto caps = objectOf(model, "caps")) {
        facts.reasoning = boolOf(*caps, "reasoning");
        facts.tools = boolOf(*caps, "tools");
        facts.temperature = boolOf(*caps, "temperature");
        if (const auto inputs = arrayOf(*caps, "inputs")) {
            for (const element input : *inputs) {
                std::string_view name;
                if (input.get(name) == SUCCESS)
                    facts.inputs.emplace_back(name);
            }
        }
    }
    return facts;
}

}   // namespace

struct PriceTable::Tree
{
    simdjson::dom::parser parser;   // Owns what root points into.
    object root;
    std::vector<object> providers;
    std::string version;
    Matcher matcher;

    struct Hit
    {
        object provider;
        object model;
    };

    std::vector<object> candidates(const PriceQuery &query, const std::string &base) const;
    std::optional<object> byId(std::string_view id) const;
    std::optional<object> findModel(object provider, std::string_view model) const;
    std::optional<Hit> find(const PriceQuery &query) const;
    bool addUnitPrices(Price &price, const PriceQuery &query, std::string_view model) const;
    void addLifecycle(ModelFacts &facts, std::string_view provider, std::string_view model) const;
    static std::string modelName(const PriceQuery &query);
};

std::string PriceTable::Tree::modelName(const PriceQuery &query)
{
    std::string model = lowered(query.model);
    const std::string prefix = lowered(query.provider) + '/';
    if (model.size() > prefix.size() && model.starts_with(prefix))
        model.erase(0, prefix.size());
    return model;
}

std::optional<object> PriceTable::Tree::byId(std::string_view id) const
{
    for (const object provider : providers)
        if (textOf(provider, "id") == id)
            return provider;
    return std::nullopt;
}

// The price providers to try, best first: those of the gateway's id whose host fits, those of the id, and
// where the base belongs to somebody else (an OpenAI row pointed at another service) that one before all.
std::vector<object> PriceTable::Tree::candidates(const PriceQuery &query, const std::string &base) const
{
    std::vector<object> own;
    std::vector<object> foreign;
    bool ownHost = base.empty();
    for (const object provider : providers) {
        const bool fits = !base.empty() && matcher.searches(textOf(provider, "url"), base);
        const bool listed = listHas(arrayOf(provider, "gateway_providers"), query.provider);
        if (listed && fits)
            own.insert(own.begin(), provider);
        else if (listed)
            own.push_back(provider);
        else if (fits)
            foreign.push_back(provider);
        ownHost = ownHost || (listed && fits);
    }
    if (ownHost)
        return own;
    foreign.insert(foreign.end(), own.begin(), own.end());
    return foreign;
}

std::optional<object> PriceTable::Tree::findModel(object provider, std::string_view model) const
{
    // huggingface/<route>/<model>: the route chooses the price list and is no part of the model's name.
    if (const std::string_view route = textOf(provider, "route"); !route.empty()) {
        if (model.size() > route.size() && model.starts_with(route) && model[route.size()] == '/')
            model.remove_prefix(route.size() + 1);
        else if (model.find('/') != model.rfind('/'))
            return std::nullopt;   // Another route.
    }
    for (const object row : objectsOf(provider, "models")) {
        element rule;
        if (row["match"].get(rule) == SUCCESS && matcher.matches(rule, model))
            return row;
    }
    return std::nullopt;
}

std::optional<PriceTable::Tree::Hit> PriceTable::Tree::find(const PriceQuery &query) const
{
    const std::string name = modelName(query);
    const std::vector<object> lists = candidates(query, lowered(query.baseUrl));
    for (std::string_view model = name; !model.empty(); model = withoutVersion(model)) {
        for (const object provider : lists) {
            if (const auto row = findModel(provider, model))
                return Hit{provider, *row};
            const auto fallback = arrayOf(provider, "fallback");
            if (!fallback)
                continue;
            for (const element id : *fallback) {
                std::string_view text;
                const auto other = id.get(text) == SUCCESS ? byId(text) : std::nullopt;
                if (!other)
                    continue;
                if (const auto row = findModel(*other, model))
                    return Hit{*other, *row};
            }
        }
    }
    return std::nullopt;
}

bool PriceTable::Tree::addUnitPrices(Price &price, const PriceQuery &query, std::string_view model) const
{
    bool any = false;
    for (const object item : objectsOf(root, "unit_prices")) {
        if (textOf(item, "provider") != query.provider || textOf(item, "model") != model)
            continue;
        const std::string_view per = textOf(item, "per");
        const int shift = per.starts_with("1000000 ") ? kPerMillion
                          : per.starts_with("1000 ")  ? kPerThousand
                                                      : 0;
        const auto amount = parseAmount(textOf(item, "price"), shift);
        if (!amount.ok())
            continue;
        Rates &rates = price.tariffs[0].rates;
        const auto set = [&rates, &amount](Unit unit) {
            rates[static_cast<std::size_t>(unit)] = amount.value();
        };
        if (per == "image")
            price.images.push_back({std::string(textOf(item, "when")), amount.value()});
        else if (per == "second")
            set(textOf(item, "mode") == "audio_transcription" ? Unit::SecondIn : Unit::SecondOut);
        else if (per.ends_with("characters"))
            set(Unit::CharacterIn);
        else if (per == "query")
            set(Unit::Query);
        else
            continue;
        any = true;
    }
    return any;
}

void PriceTable::Tree::addLifecycle(ModelFacts &facts, std::string_view provider,
                                    std::string_view model) const
{
    for (const object item : objectsOf(root, "lifecycle")) {
        if (textOf(item, "provider") != provider || !listHas(arrayOf(item, "models"), model))
            continue;
        facts.shutdown = textOf(item, "shutdown");
        facts.replacement = textOf(item, "replacement");
    }
}

PriceTable::PriceTable(std::unique_ptr<Tree> tree)
    : m_tree(std::move(tree))
{}

PriceTable::PriceTable(PriceTable &&) noexcept = default;
PriceTable &PriceTable::operator=(PriceTable &&) noexcept = default;
PriceTable::~PriceTable() = default;

Result<PriceTable> PriceTable::load(std::string_view text)
{
    auto tree = std::make_unique<Tree>();
    element document;
    if (tree->parser.parse(text.data(), text.size()).get(document) != SUCCESS ||
        document.get(tree->root) != SUCCESS)
        return Error{.code = ErrorCode::BadJson, .message = "the price table cannot be read"};
    tree->providers = objectsOf(tree->root, "providers");
    if (tree->providers.empty())
        return Error{.code = ErrorCode::BadJson, .message = "the price table lists no provider"};
    tree->version = textOf(tree->root, "version");
    return PriceTable(std::move(tree));
}

Result<PriceTable> PriceTable::builtin()
{
    return load(resource("catalog/models.json"));
}

const std::string &PriceTable::version() const noexcept
{
    return m_tree->version;
}

std::optional<Price> PriceTable::lookup(const PriceQuery &query) const
{
    Price price;
    price.version = m_tree->version;
    const std::string model = Tree::modelName(query);
    const auto hit = m_tree->find(query);
    const auto rate = hit ? rateAt(hit->model, query.unixUs) : std::nullopt;
    if (rate) {
        price.source = std::string(textOf(hit->provider, "id")) + ':' + std::string(textOf(hit->model, "id"));
        price.tariffs[0] = readTariff(*rate);
        price.estimated = arrayOf(hit->model, "estimated").has_value();
    }
    const bool units = m_tree->addUnitPrices(price, query, model);
    if (units && !rate)
        price.source = std::string(query.provider) + ':' + model;
    if (rate || units)
        return price;
    if (!listHas(arrayOf(m_tree->root, "free_when_local"), query.provider))
        return std::nullopt;
    price.source = "local";
    price.free = true;
    price.tariffs[0].rates[static_cast<std::size_t>(Unit::Input)] = Amount{};
    price.tariffs[0].rates[static_cast<std::size_t>(Unit::Output)] = Amount{};
    return price;
}

std::optional<ModelFacts> PriceTable::facts(const PriceQuery &query) const
{
    const auto hit = m_tree->find(query);
    if (!hit)
        return std::nullopt;
    ModelFacts facts = readFacts(hit->model);
    m_tree->addLifecycle(facts, query.provider, Tree::modelName(query));
    return facts;
}

std::vector<ModelFacts> PriceTable::models(std::string_view provider) const
{
    std::vector<ModelFacts> result;
    for (const object list : m_tree->providers) {
        if (!listHas(arrayOf(list, "gateway_providers"), provider))
            continue;
        for (const object model : objectsOf(list, "models")) {
            ModelFacts &facts = result.emplace_back(readFacts(model));
            m_tree->addLifecycle(facts, provider, facts.id);
        }
    }
    return result;
}

}   // namespace gw::pricing
