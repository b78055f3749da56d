#include "core/access/fields.h"

#include "core/pricing/money.h"

#include <QDateTime>

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace gw::access {

namespace {

constexpr double kMostCount = 9e15;   // Whole numbers that a double holds.

}   // namespace

std::optional<std::int64_t> countOf(const json::Value &value)
{
    if (value.is_int64())
        return value.get_int64();
    if (value.is_uint64())
        return std::nullopt;
    if (value.is_double()) {
        const double number = value.get_double();
        if (std::abs(number) <= kMostCount && number == std::floor(number))
            return static_cast<std::int64_t>(number);
        return std::nullopt;
    }
    if (!value.is_string())
        return std::nullopt;
    const std::string_view text = value.get_string();
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::optional<Pico> picoOf(const json::Value &amount)
{
    if (!amount.is_number() && !amount.is_string())
        return std::nullopt;
    // The shortest text of a double is what was written, for all amounts of at most 15 digits.
    const std::string text = amount.is_string() ? std::string(amount.get_string()) : json::serialize(amount);
    const auto parsed = pricing::parseAmount(text);
    if (parsed.ok())
        return pricing::roundToPico(parsed.value());
    // More than money can be: never reached.
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr double kMostUsd = 9e6;
    if (problem == std::errc() && end == text.data() + text.size() && number > kMostUsd)
        return INT64_MAX;
    return std::nullopt;
}

json::Value dollarsOf(std::optional<Pico> pico)
{
    if (!pico)
        return nullptr;
    return std::strtod(pricing::picoToText(*pico).c_str(), nullptr);
}

std::optional<std::int64_t> timeOf(std::string_view text)
{
    QString string = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    string.replace(QLatin1Char(' '), QLatin1Char('T'));
    QDateTime time = QDateTime::fromString(string, Qt::ISODate);
    if (!time.isValid())
        time = QDate::fromString(string, Qt::ISODate).startOfDay(Qt::UTC);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return time.toSecsSinceEpoch();
}

std::string isoText(std::int64_t unixS)
{
    return QDateTime::fromSecsSinceEpoch(unixS, Qt::UTC).toString(Qt::ISODate).toStdString();
}

json::Value isoTime(std::int64_t unixS)
{
    return unixS == 0 ? json::Value(nullptr) : json::Value(isoText(unixS));
}

std::optional<json::Value> Fields::take(const char *name)
{
    const auto it = m_rest.find(name);
    if (it == m_rest.end())
        return std::nullopt;
    json::Value value = std::move(it->value());
    m_rest.stable_erase(it);
    return value.is_null() ? std::nullopt : std::optional(std::move(value));
}

void Fields::wrong(std::string_view name, std::string_view expected)
{
    if (!m_problem)
        m_problem = Error{.code = ErrorCode::BadRequest,
                          .message = std::string(name) + ": must be " + std::string(expected),
                          .param = std::string(name)};
}

void Fields::text(const char *name, std::string &out)
{
    if (const auto value = take(name)) {
        if (value->is_string())
            out = value->get_string();
        else
            wrong(name, "a valid string");
    }
}

void Fields::texts(const char *name, std::vector<std::string> &out)
{
    const auto value = take(name);
    if (!value)
        return;
    if (!value->is_array())
        return wrong(name, "a list of strings");
    out.clear();
    for (const json::Value &item : value->get_array()) {
        if (!item.is_string())
            return wrong(name, "a list of strings");
        out.emplace_back(item.get_string());
    }
}

void Fields::textMap(const char *name, std::map<std::string, std::string, std::less<>> &out)
{
    const auto value = take(name);
    if (!value)
        return;
    if (!value->is_object())
        return wrong(name, "an object of strings");
    out.clear();
    for (const auto &[key, item] : value->get_object()) {
        if (!item.is_string())
            return wrong(name, "an object of strings");
        out.emplace(key, item.get_string());
    }
}

void Fields::flag(const char *name, bool &out)
{
    if (const auto value = take(name)) {
        if (value->is_bool())
            out = value->get_bool();
        else
            wrong(name, "true or false");
    }
}

void Fields::count(const char *name, std::optional<std::int64_t> &out)
{
    if (const auto value = take(name)) {
        const auto number = countOf(*value);
        if (number && *number >= 0)
            out = number;
        else
            wrong(name, "a whole number that is not negative");
    }
}

void Fields::money(const char *name, std::optional<Pico> &out)
{
    if (const auto value = take(name)) {
        out = picoOf(*value);
        if (!out)
            wrong(name, "an amount in USD that is not negative");
    }
}

void Fields::time(const char *name, std::int64_t &out)
{
    if (const auto value = take(name)) {
        const auto time = value->is_string() ? timeOf(value->get_string()) : std::nullopt;
        if (time)
            out = *time;
        else
            wrong(name, "a date and time as 2026-11-21T10:00:00Z");
    }
}

void Fields::object(const char *name, json::Object &out)
{
    if (auto value = take(name)) {
        if (value->is_object())
            out = std::move(value->get_object());
        else
            wrong(name, "an object");
    }
}

void Fields::limits(Limits &out)
{
    money("max_budget", out.maxBudget);
    money("soft_budget", out.softBudget);
    text("budget_duration", out.budgetDuration);
    count("tpm_limit", out.tpm);
    count("rpm_limit", out.rpm);
    count("max_parallel_requests", out.maxParallel);
}

void Fields::modelBudget(const char *name, const json::Value &value, ModelLimits &out)
{
    if (!value.is_object()) {
        out.maxBudget = picoOf(value);
        if (!out.maxBudget)
            wrong(name, "an object of amounts in USD");
        return;
    }
    const json::Object &object = value.get_object();
    for (const char *key : {"max_budget", "budget_limit"}) {
        const json::Value *amount = json::find(object, key);
        if (!amount || amount->is_null())
            continue;
        out.maxBudget = picoOf(*amount);
        if (!out.maxBudget)
            wrong(name, "an object of amounts in USD");
    }
    for (const char *key : {"budget_duration", "time_period"}) {
        if (const auto text = json::findString(object, key))
            out.budgetDuration = *text;
    }
    for (const auto &[key, limit] : {std::pair("tpm_limit", &out.tpm), std::pair("rpm_limit", &out.rpm)}) {
        if (const json::Value *number = json::find(object, key); number && !limit->has_value())
            *limit = countOf(*number);
    }
}

void Fields::modelRpm(const char *name, const json::Value &value, ModelLimits &out)
{
    out.rpm = countOf(value);
    if (!out.rpm)
        wrong(name, "an object of whole numbers");
}

void Fields::modelTpm(const char *name, const json::Value &value, ModelLimits &out)
{
    out.tpm = countOf(value);
    if (!out.tpm)
        wrong(name, "an object of whole numbers");
}

void Fields::modelMap(const json::Object &metadata, const char *name, ModelLimitsMap &out,
                      void (Fields::*read)(const char *, const json::Value &, ModelLimits &))
{
    const json::Value *value = json::find(m_rest, name);
    if (!value || value->is_null())
        value = json::find(metadata, name);
    if (!value || value->is_null())
        return;
    if (!value->is_object())
        return wrong(name, "an object by model");
    for (const auto &[model, item] : value->get_object()) {
        if (!item.is_null())
            (this->*read)(name, item, out[std::string(model)]);
    }
}

void Fields::modelLimits(const json::Object &metadata, Limits &out)
{
    ModelLimitsMap models;
    // What is said by name wins over what stands within a budget.
    modelMap(metadata, "model_rpm_limit", models, &Fields::modelRpm);
    modelMap(metadata, "model_tpm_limit", models, &Fields::modelTpm);
    modelMap(metadata, "model_max_budget", models, &Fields::modelBudget);
    if (!models.empty())
        out.models = std::make_shared<const ModelLimitsMap>(std::move(models));
}

void Members::text(const char *name, const std::string &value)
{
    if (!value.empty())
        m_object[name] = value;
}

void Members::texts(const char *name, const std::vector<std::string> &value)
{
    if (!value.empty())
        m_object[name] = json::Array(value.begin(), value.end());
}

void Members::textMap(const char *name, const std::map<std::string, std::string, std::less<>> &value)
{
    if (value.empty())
        return;
    json::Object object;
    for (const auto &[key, text] : value)
        object[key] = text;
    m_object[name] = std::move(object);
}

void Members::flag(const char *name, bool value)
{
    if (value)
        m_object[name] = true;
}

void Members::count(const char *name, const std::optional<std::int64_t> &value)
{
    if (value)
        m_object[name] = *value;
}

void Members::money(const char *name, const std::optional<Pico> &value)
{
    // As text: a number would be read as a double by others.
    if (value)
        m_object[name] = *value == INT64_MAX ? std::string("9300000") : pricing::picoToText(*value);
}

void Members::time(const char *name, std::int64_t value)
{
    if (value != 0)
        m_object[name] = isoText(value);
}

void Members::object(const char *name, const json::Object &value)
{
    if (!value.empty())
        m_object[name] = value;
}

void Members::limits(const Limits &value)
{
    money("max_budget", value.maxBudget);
    money("soft_budget", value.softBudget);
    text("budget_duration", value.budgetDuration);
    count("tpm_limit", value.tpm);
    count("rpm_limit", value.rpm);
    count("max_parallel_requests", value.maxParallel);
}

}   // namespace gw::access
