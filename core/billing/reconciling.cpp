#include "core/billing/reconciling.h"

#include "core/pricing/money.h"

#include <QDateTime>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace gw::billing {

namespace {

using Fields = std::vector<std::string>;

constexpr ledger::Int128 kCentPico = 10'000'000'000;
constexpr std::size_t kDateChars = 10;   // YYYY-MM-DD

// Lines of fields; quotes may hold commas, line ends and doubled quotes.
std::vector<Fields> linesOf(std::string_view text)
{
    std::vector<Fields> lines;
    Fields line;
    std::string field;
    bool quoted = false;
    const auto endLine = [&] {
        line.push_back(std::exchange(field, {}));
        if (line.size() > 1 || !line.front().empty())
            lines.push_back(std::move(line));
        line = {};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            field += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            line.push_back(std::exchange(field, {}));
        else if (!quoted && c == '\n')
            endLine();
        else if (quoted || c != '\r')
            field += c;
    }
    if (!field.empty() || !line.empty())
        endLine();
    return lines;
}

// "Usage Date (UTC)" -> "usage_date_utc"
std::string bareHeader(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (letter)
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (out.ends_with('_'))
        out.pop_back();
    return out;
}

struct Columns
{
    std::optional<std::size_t> day;
    std::optional<std::size_t> model;
    std::optional<std::size_t> requests;
    std::vector<std::size_t> input;   // Added up.
    std::optional<std::size_t> output;
    std::optional<std::size_t> cost;
};

std::optional<std::size_t> columnOf(const Fields &names, std::initializer_list<std::string_view> wanted)
{
    for (const std::string_view one : wanted) {
        const auto found = std::ranges::find(names, one);
        if (found != names.end())
            return static_cast<std::size_t>(found - names.begin());
    }
    return std::nullopt;
}

Result<Columns> columnsOf(const Fields &heads)
{
    Fields names;
    for (const std::string &head : heads)
        names.push_back(bareHeader(head));
    Columns columns;
    columns.day = columnOf(names, {"usage_date_utc", "date_utc", "usage_date", "date", "day",
                                   "start_time_iso", "start_time", "timestamp"});
    columns.model = columnOf(names, {"model", "model_version", "snapshot_id", "model_name", "line_item"});
    columns.requests = columnOf(names, {"num_model_requests", "n_requests", "requests", "request_count"});
    columns.output = columnOf(
        names, {"output_tokens", "usage_output_tokens", "completion_tokens", "n_generated_tokens_total"});
    columns.cost = columnOf(names, {"cost_usd", "amount_value", "cost", "total_cost", "amount", "spend"});
    // Anthropic lists each kind of input for itself, OpenAI all of it first.
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].starts_with("usage_input_tokens"))
            columns.input.push_back(i);
    }
    if (columns.input.empty()) {
        if (const auto one = columnOf(names, {"input_tokens", "prompt_tokens", "n_context_tokens_total"}))
            columns.input.push_back(*one);
    }
    const auto missing = [](const char *what) {
        return Error{.code = ErrorCode::BadRequest,
                     .message = std::string("the export has no column with the ") + what};
    };
    if (!columns.day)
        return missing("day");
    if (!columns.model)
        return missing("model");
    if (columns.input.empty() && !columns.output && !columns.requests && !columns.cost)
        return missing("requests, tokens or costs");
    return columns;
}

std::optional<ledger::Day> dayFrom(const std::string &text)
{
    const QDate epoch(1970, 1, 1);
    const QString start = QString::fromStdString(text.substr(0, kDateChars));
    const QDate date = QDate::fromString(start, Qt::ISODate);
    if (date.isValid())
        return static_cast<ledger::Day>(epoch.daysTo(date));
    std::int64_t seconds = 0;   // Unix
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (fault == std::errc() && end == text.data() + text.size() && seconds > 0)
        return static_cast<ledger::Day>(seconds / 86'400);
    return std::nullopt;
}

// "1,234" and "1234.0" too; "" is 0.
std::optional<std::int64_t> countFrom(std::string text)
{
    std::erase(text, ',');
    if (text.empty())
        return 0;
    const std::size_t point = text.find('.');
    std::int64_t number = 0;
    const char *const end = text.data() + std::min(point, text.size());
    const auto [stop, fault] = std::from_chars(text.data(), end, number);
    return fault == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<ledger::Int128> costFrom(std::string text)
{
    std::erase_if(text, [](char c) { return c == ',' || c == '$' || c == ' '; });
    if (text.empty())
        return 0;
    const auto amount = pricing::parseAmount(text);
    return amount.ok() ? std::optional<ledger::Int128>(pricing::roundToPico(amount.value())) : std::nullopt;
}

template <typename Number>
void addTo(std::optional<Number> &sum, const std::optional<Number> &more)
{
    if (more)
        sum = sum.value_or(0) + *more;
}

// Nothing: a field is no number.
std::optional<Used> usedOf(const Fields &line, const Columns &columns)
{
    Used used;
    const auto field = [&line](std::size_t column) {
        return column < line.size() ? line[column] : std::string();
    };
    bool good = true;
    const auto count = [&](std::size_t column, std::optional<std::int64_t> &sum) {
        const auto number = countFrom(field(column));
        good = good && number.has_value();
        addTo(sum, number);
    };
    if (columns.requests)
        count(*columns.requests, used.requests);
    for (const std::size_t column : columns.input)
        count(column, used.input);
    if (columns.output)
        count(*columns.output, used.output);
    if (columns.cost) {
        used.costPico = costFrom(field(*columns.cost));
        good = good && used.costPico.has_value();
    }
    return good ? std::optional(used) : std::nullopt;
}

template <typename Number>
bool isNear(const std::optional<Number> &theirs, const std::optional<Number> &ours, double tolerance,
            Number least)
{
    if (!theirs)
        return true;
    const auto a = *theirs;
    const auto b = ours.value_or(0);
    const Number difference = a > b ? a - b : b - a;
    return difference <= least ||
           static_cast<double>(difference) <= static_cast<double>(std::max(a, b)) * tolerance;
}

std::string dayText(ledger::Day day)
{
    return QDate(1970, 1, 1).addDays(day).toString(Qt::ISODate).toStdString();
}

std::string cells(const std::optional<Used> &used)
{
    if (!used)
        return "         -            -            -              -";
    const auto number = [](const std::optional<std::int64_t> &count) {
        return count ? std::to_string(*count) : std::string("-");
    };
    const double usd =
        used->costPico ? std::strtod(pricing::picoToText(*used->costPico).c_str(), nullptr) : 0;
    char cost[32] = "-";
    if (used->costPico)
        std::snprintf(cost, sizeof cost, "%.6f", usd);
    char out[128];
    std::snprintf(out, sizeof out, "%10s %12s %12s %14s", number(used->requests).c_str(),
                  number(used->input).c_str(), number(used->output).c_str(), cost);
    return out;
}

}   // namespace

Used &Used::operator+=(const Used &other)
{
    addTo(requests, other.requests);
    addTo(input, other.input);
    addTo(output, other.output);
    addTo(costPico, other.costPico);
    return *this;
}

std::string bareModel(std::string_view model)
{
    if (const std::size_t slash = model.rfind('/'); slash != std::string_view::npos)
        model.remove_prefix(slash + 1);
    // OpenAI's costs: "gpt-4o-2024-08-06, input".
    model = model.substr(0, model.find(','));
    const auto digits = [](std::string_view text) {
        return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    };
    constexpr std::string_view kLatest = "-latest";
    constexpr std::size_t kLong = 11;   // -YYYY-MM-DD
    constexpr std::size_t kShort = 9;   // -YYYYMMDD
    if (model.ends_with(kLatest)) {
        model.remove_suffix(kLatest.size());
    } else if (model.size() > kLong) {
        const std::string_view end = model.substr(model.size() - kLong);
        if (end[0] == '-' && end[5] == '-' && end[8] == '-' && digits(end.substr(1, 4)) &&
            digits(end.substr(6, 2)) && digits(end.substr(9)))
            model.remove_suffix(kLong);
        else if (end[2] == '-' && digits(end.substr(3)))
            model.remove_suffix(kShort);
    }
    return std::string(model);
}

Result<Usages> readExport(std::string_view csv)
{
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    if (csv.starts_with(kMark))
        csv.remove_prefix(kMark.size());
    const std::vector<Fields> lines = linesOf(csv);
    if (lines.empty())
        return Error{.code = ErrorCode::BadRequest, .message = "the export is empty"};
    GW_TRY(const Columns columns, columnsOf(lines.front()));
    Usages usages;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const Fields &line = lines[i];
        const auto wrong = [i](const char *what) {
            return Error{.code = ErrorCode::BadRequest,
                         .message = "line " + std::to_string(i + 1) + " of the export has no " + what};
        };
        if (*columns.day >= line.size() || *columns.model >= line.size())
            return wrong("day or model");
        // A sum at the end, and days on which nothing was used.
        if (line[*columns.model].empty())
            continue;
        const auto day = dayFrom(line[*columns.day]);
        if (!day)
            return wrong("day that can be read");
        const auto used = usedOf(line, columns);
        if (!used)
            return wrong("numbers that can be read");
        usages[{*day, bareModel(line[*columns.model])}] += *used;
    }
    return usages;
}

Usages usagesOf(const std::vector<ledger::BreakdownRow> &rows)
{
    Usages usages;
    for (const ledger::BreakdownRow &row : rows) {
        // Attempts that failed used nothing, and providers do not count them.
        Used used{.requests = row.totals.attempts - row.totals.failures,
                  .input = row.totals.input,
                  .output = row.totals.output,
                  .costPico = row.totals.costPico};
        usages[{row.day, bareModel(row.first)}] += used;
    }
    return usages;
}

std::vector<Difference> reconcile(const Usages &provider, const Usages &ledger, double tolerance)
{
    std::map<UsedKey, Difference> all;
    for (const auto &[key, used] : provider)
        all[key].provider = used;
    for (const auto &[key, used] : ledger) {
        const bool nothing = used.requests.value_or(0) == 0 && used.costPico.value_or(0) == 0;
        if (!nothing || all.contains(key))
            all[key].ledger = used;
    }
    std::vector<Difference> out;
    for (auto &[key, one] : all) {
        one.key = key;
        const Used theirs = one.provider.value_or(Used());
        const Used ours = one.ledger.value_or(Used());
        one.matches = one.provider && one.ledger &&
                      isNear<std::int64_t>(theirs.requests, ours.requests, tolerance, 0) &&
                      isNear<std::int64_t>(theirs.input, ours.input, tolerance, 0) &&
                      isNear<std::int64_t>(theirs.output, ours.output, tolerance, 0) &&
                      isNear<ledger::Int128>(theirs.costPico, ours.costPico, tolerance, kCentPico);
        out.push_back(one);
    }
    return out;
}

std::string toText(const std::vector<Difference> &differences)
{
    std::string out =
        "day         model                             said by       requests        input       output "
        "       cost USD\n";
    Used provider;
    Used ledger;
    int matched = 0;
    int missingHere = 0;
    int missingThere = 0;
    for (const Difference &one : differences) {
        provider += one.provider.value_or(Used());
        ledger += one.ledger.value_or(Used());
        matched += one.matches ? 1 : 0;
        missingHere += one.ledger ? 0 : 1;
        missingThere += one.provider ? 0 : 1;
        if (one.matches)
            continue;
        char head[128];
        std::snprintf(head, sizeof head, "%s  %-32.32s  ", dayText(one.key.first).c_str(),
                      one.key.second.c_str());
        out += head + ("provider  " + cells(one.provider)) + '\n';
        out += std::string(46, ' ') + "ledger    " + cells(one.ledger) + '\n';
    }
    out += "all                                           provider  " + cells(provider) + '\n';
    out += "                                              ledger    " + cells(ledger) + '\n';
    const int differing = static_cast<int>(differences.size()) - matched - missingHere - missingThere;
    out += std::to_string(matched) + " matched, " + std::to_string(missingHere) + " missing in the ledger, " +
           std::to_string(missingThere) + " missing in the export, " + std::to_string(differing) +
           " differing\n";
    return out;
}

}   // namespace gw::billing
