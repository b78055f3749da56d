#include "core/client/filterlanguage.h"

#include "core/client/amounts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

using Kind = FilterProblem::Kind;

enum class Value { Text, Count, Status, Money, Time };

struct Field
{
    const char *name;
    TrafficField field;
    Value value;
    const char *sign;   // What completion puts after the name.
};

constexpr std::array kFields{
    Field{"model", TrafficField::Model, Value::Text, ":"},
    Field{"app", TrafficField::App, Value::Text, ":"},
    Field{"status", TrafficField::Status, Value::Status, ":"},
    Field{"cost", TrafficField::Cost, Value::Money, ">"},
    Field{"tokens", TrafficField::Tokens, Value::Count, ">"},
    Field{"duration", TrafficField::Duration, Value::Time, ">"},
    Field{"ttft", TrafficField::FirstByte, Value::Time, ">"},
    Field{"key", TrafficField::Key, Value::Text, ":"},
    Field{"provider", TrafficField::Provider, Value::Text, ":"},
    Field{"error", TrafficField::Error, Value::Text, ":"},
    Field{"route", TrafficField::Route, Value::Text, ":"},
    Field{"session", TrafficField::Session, Value::Text, ":"},
    Field{"team", TrafficField::Team, Value::Text, ":"},
    Field{"tag", TrafficField::Tag, Value::Text, ":"},
    Field{"input", TrafficField::Input, Value::Count, ">"},
    Field{"cached", TrafficField::Cached, Value::Count, ">"},
    Field{"output", TrafficField::Output, Value::Count, ">"},
    Field{"attempts", TrafficField::Attempts, Value::Count, ">"},
    Field{"overhead", TrafficField::Overhead, Value::Time, ">"},
};

// Other names that people try.
constexpr std::array kAliases{
    std::pair{"client", "app"},   std::pair{"program", "app"}, std::pair{"total", "duration"},
    std::pair{"first", "ttft"},   std::pair{"in", "input"},    std::pair{"out", "output"},
    std::pair{"cache", "cached"}, std::pair{"code", "status"}, std::pair{"usd", "cost"},
    std::pair{"path", "route"},
};

struct State
{
    const char *name;
    TrafficTerm term;
};

const std::array<State, 8> &states()
{
    static const std::array<State, 8> all{{
        {"error", {.field = TrafficField::IsError}},
        {"stream", {.field = TrafficField::IsStream}},
        {"retried", {.field = TrafficField::Attempts, .compare = TrafficCompare::Greater, .number = 1}},
        {"cached", {.field = TrafficField::Cached, .compare = TrafficCompare::Greater, .number = 0}},
        {"unpriced", {.field = TrafficField::IsUnpriced}},
        {"estimated", {.field = TrafficField::IsEstimated}},
        {"mock", {.field = TrafficField::IsMock}},
        {"broken", {.field = TrafficField::IsBroken}},
    }};
    return all;
}

const Field *fieldNamed(const QString &name)
{
    QString wanted = name.toLower();
    for (const auto &[alias, real] : kAliases)
        if (wanted == QLatin1String(alias))
            wanted = QLatin1String(real);
    const auto found = std::find_if(kFields.begin(), kFields.end(),
                                    [&](const Field &field) { return wanted == QLatin1String(field.name); });
    return found == kFields.end() ? nullptr : &*found;
}

// Number of letters to change, add or drop.
int distance(const QString &a, const QString &b)
{
    std::vector<int> row(std::size_t(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = std::exchange(row[0], int(i) + 1);
        for (std::size_t j = 1; j < row.size(); ++j) {
            const int change = diagonal + (a[i] == b[qsizetype(j) - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

template <typename List>
QString nearestOf(const List &list, const QString &word)
{
    constexpr int kNear = 2;
    QString best;
    int least = kNear + 1;
    for (const auto &entry : list) {
        const QString name = QLatin1String(entry.name);
        const int far =
            name.startsWith(word.toLower()) && word.size() > 1 ? 1 : distance(word.toLower(), name);
        if (far < least) {
            least = far;
            best = name;
        }
    }
    return best;
}

std::optional<std::int64_t> scaled(double value)
{
    if (!(value >= 0) || value > 9e18)
        return std::nullopt;
    return std::int64_t(std::llround(value));
}

// 1200, 1.5k, 2M.
std::optional<std::int64_t> readCount(QString text)
{
    double factor = 1;
    if (text.endsWith(u'k', Qt::CaseInsensitive))
        factor = 1e3;
    else if (text.endsWith(u'm', Qt::CaseInsensitive))
        factor = 1e6;
    if (factor > 1)
        text.chop(1);
    bool ok = false;
    if (const std::int64_t whole = text.toLongLong(&ok); ok && factor == 1 && whole >= 0)
        return whole;
    const double number = text.toDouble(&ok);
    return ok && factor > 1 ? scaled(number * factor) : std::nullopt;
}

Kind readTime(const QString &text, std::int64_t &us)
{
    qsizetype end = 0;
    while (end < text.size() && (text[end].isDigit() || text[end] == u'.'))
        ++end;
    bool ok = false;
    const double number = text.left(end).toDouble(&ok);
    if (!ok)
        return Kind::NotADuration;
    const QString unit = text.mid(end).toLower();
    if (unit.isEmpty())
        return Kind::MissingUnit;
    const std::pair<QLatin1String, double> units[] = {{"us"_L1, 1},   {"ms"_L1, 1e3},   {"s"_L1, 1e6},
                                                      {"m"_L1, 60e6}, {"min"_L1, 60e6}, {"h"_L1, 3600e6}};
    for (const auto &[name, factor] : units) {
        if (unit != name)
            continue;
        const auto value = scaled(number * factor);
        us = value.value_or(0);
        return value ? Kind::None : Kind::NotADuration;
    }
    return Kind::NotADuration;
}

bool isBlank(QChar c)
{
    return c.isSpace();
}

// Reads one text from left to right.
class Parser
{
public:
    explicit Parser(const QString &text)
        : m_text(text)
    {}

    ParsedFilter parse()
    {
        while (m_result.ok() && skipBlanks())
            term();
        return std::move(m_result);
    }

private:
    bool skipBlanks()
    {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
        return m_at < m_text.size();
    }

    void fail(Kind kind, qsizetype position, qsizetype length, const QString &word = {},
              const QString &nearest = {})
    {
        m_result.problem = {kind, position, std::max<qsizetype>(length, 1), word, nearest};
    }

    // A quoted text or everything up to the next blank.
    std::optional<QString> value()
    {
        if (m_at >= m_text.size() || m_text[m_at] != u'"') {
            const qsizetype start = m_at;
            while (m_at < m_text.size() && !isBlank(m_text[m_at]))
                ++m_at;
            return m_text.mid(start, m_at - start);
        }
        const qsizetype end = m_text.indexOf(u'"', m_at + 1);
        if (end < 0) {
            fail(Kind::OpenQuote, m_at, m_text.size() - m_at);
            return std::nullopt;
        }
        const QString text = m_text.mid(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return text;
    }

    // The comparison at a place; its length, or 0.
    struct Sign
    {
        TrafficCompare compare = TrafficCompare::Contains;
        bool negated = false;
        qsizetype length = 0;
    };
    Sign signAt(qsizetype at) const
    {
        const QStringView rest = QStringView(m_text).mid(at);
        const std::pair<QLatin1String, Sign> signs[] = {
            {">="_L1, {TrafficCompare::AtLeast, false, 2}}, {"<="_L1, {TrafficCompare::AtMost, false, 2}},
            {"!="_L1, {TrafficCompare::Equal, true, 2}},    {">"_L1, {TrafficCompare::Greater, false, 1}},
            {"<"_L1, {TrafficCompare::Less, false, 1}},     {"="_L1, {TrafficCompare::Equal, false, 1}},
            {":"_L1, {TrafficCompare::Contains, false, 1}}};
        for (const auto &[text, sign] : signs)
            if (rest.startsWith(text))
                return sign;
        return {};
    }

    void term()
    {
        bool negated = false;
        if (m_text[m_at] == u'-' && m_at + 1 < m_text.size() && !isBlank(m_text[m_at + 1])) {
            negated = true;
            ++m_at;
        }
        const qsizetype start = m_at;
        qsizetype end = start;
        while (end < m_text.size() && (m_text[end].isLetter() || m_text[end] == u'_'))
            ++end;
        const Sign sign = end > start ? signAt(end) : Sign();
        if (sign.length == 0) {
            if (const auto words = value(); words && !words->isEmpty())
                m_result.terms.push_back({.negated = negated, .text = *words});
            return;
        }
        const QString name = m_text.mid(start, end - start);
        m_at = end + sign.length;
        const qsizetype valueStart = m_at;
        const std::optional<QString> text = value();
        if (!text)
            return;
        if (text->isEmpty())
            return fail(Kind::MissingValue, start, valueStart - start, m_text.mid(start, valueStart - start));
        if (name.compare("is"_L1, Qt::CaseInsensitive) == 0)
            return state(sign, negated, *text, valueStart);
        const Field *field = fieldNamed(name);
        if (!field)
            return fail(Kind::UnknownField, start, end - start, name, nearestOf(kFields, name));
        TrafficTerm term{field->field, sign.compare, negated != sign.negated, *text};
        const Kind kind = fill(term, *field);
        if (kind == Kind::NoComparison)
            return fail(kind, end, sign.length, name);
        if (kind != Kind::None)
            fail(kind, valueStart, m_at - valueStart, *text);
    }

    void state(const Sign &sign, bool negated, const QString &text, qsizetype valueStart)
    {
        if (sign.compare != TrafficCompare::Contains && sign.compare != TrafficCompare::Equal)
            return fail(Kind::NoComparison, valueStart - sign.length, sign.length, u"is"_s);
        for (const State &known : states()) {
            if (text.compare(QLatin1String(known.name), Qt::CaseInsensitive) != 0)
                continue;
            TrafficTerm term = known.term;
            term.negated = negated != sign.negated;
            m_result.terms.push_back(term);
            return;
        }
        fail(Kind::UnknownState, valueStart, m_at - valueStart, text, nearestOf(states(), text));
    }

    // Reads the value by its kind and adds the term.
    Kind fill(TrafficTerm &term, const Field &field)
    {
        const bool ordered =
            term.compare != TrafficCompare::Contains && term.compare != TrafficCompare::Equal;
        if (field.value == Value::Text) {
            if (ordered)
                return Kind::NoComparison;
            m_result.terms.push_back(term);
            return Kind::None;
        }
        if (!ordered)
            term.compare = TrafficCompare::Equal;
        const QString text = std::exchange(term.text, {});
        if (field.value == Value::Time) {
            const Kind kind = readTime(text, term.number);
            if (kind == Kind::None)
                m_result.terms.push_back(term);
            return kind;
        }
        if (field.value == Value::Status && text.size() == 3 && text[0].isDigit() &&
            QStringView(text).mid(1).compare("xx"_L1, Qt::CaseInsensitive) == 0)
            return statusClass(term, text[0].digitValue(), ordered);
        const auto number = field.value == Value::Money ? readMoney(text) : readCount(text);
        if (!number)
            return field.value == Value::Money ? Kind::NotAnAmount : Kind::NotANumber;
        term.number = *number;
        m_result.terms.push_back(term);
        return Kind::None;
    }

    // 4xx: the first digit alone counts.
    Kind statusClass(TrafficTerm term, int number, bool ordered)
    {
        if (ordered)
            return Kind::NotANumber;
        term.compare = TrafficCompare::Contains;
        term.number = number;
        m_result.terms.push_back(term);
        return Kind::None;
    }

    const QString &m_text;
    qsizetype m_at = 0;
    ParsedFilter m_result;
};

bool compared(std::int64_t value, const TrafficTerm &term)
{
    switch (term.compare) {
    case TrafficCompare::Less:
        return value < term.number;
    case TrafficCompare::AtMost:
        return value <= term.number;
    case TrafficCompare::Greater:
        return value > term.number;
    case TrafficCompare::AtLeast:
        return value >= term.number;
    case TrafficCompare::Contains:
        return term.field == TrafficField::Status ? value / 100 == term.number : value == term.number;
    case TrafficCompare::Equal:
        break;
    }
    return value == term.number;
}

bool fits(const TrafficTerm &term, const QString &text)
{
    return term.compare == TrafficCompare::Equal ? text.compare(term.text, Qt::CaseInsensitive) == 0
                                                 : text.contains(term.text, Qt::CaseInsensitive);
}

bool anyFits(const TrafficTerm &term, std::initializer_list<const QString *> texts)
{
    return std::any_of(texts.begin(), texts.end(), [&](const QString *text) { return fits(term, *text); });
}

bool known(std::int64_t value, const TrafficTerm &term)
{
    return value >= 0 && compared(value, term);
}

bool holds(const TrafficTerm &term, const TrafficRow &row)
{
    const std::int64_t input = std::max<std::int64_t>(row.input, 0);
    const std::int64_t output = std::max<std::int64_t>(row.output, 0);
    switch (term.field) {
    case TrafficField::Model:
        return anyFits(term, {&row.requestedModel, &row.servedModel, &row.group});
    case TrafficField::App:
        return fits(term, row.client);
    case TrafficField::Key:
        return anyFits(term, {&row.keyAlias, &row.keyHash});
    case TrafficField::Provider:
        return fits(term, row.provider);
    case TrafficField::Route:
        return fits(term, row.route);
    case TrafficField::Session:
        return fits(term, row.session);
    // Rows do not say them: only the ledger knows.
    case TrafficField::Team:
    case TrafficField::Tag:
        return false;
    case TrafficField::Error:
        return fits(term, row.error);
    case TrafficField::Anything:
        return anyFits(term, {&row.requestedModel, &row.servedModel, &row.group, &row.client, &row.keyAlias,
                              &row.provider, &row.route, &row.session, &row.error}) ||
               term.text.toStdString() == row.request.toString();
    case TrafficField::Status:
        return compared(row.status, term);
    case TrafficField::Attempts:
        return compared(row.attempts, term);
    case TrafficField::Input:
        return compared(input, term);
    case TrafficField::Cached:
        return compared(std::max<std::int64_t>(row.cached, 0), term);
    case TrafficField::Output:
        return compared(output, term);
    case TrafficField::Tokens:
        return compared(input + output, term);
    case TrafficField::Cost:
        return compared(row.costPico, term);
    case TrafficField::Duration:
        return known(row.durationUs, term);
    case TrafficField::FirstByte:
        return known(row.firstByteUs, term);
    case TrafficField::Overhead:
        return known(row.overheadUs, term);
    case TrafficField::IsError:
        return row.failed();
    case TrafficField::IsStream:
        return row.stream;
    case TrafficField::IsMock:
        return row.mock;
    case TrafficField::IsEstimated:
        return row.estimated;
    case TrafficField::IsUnpriced:
        return row.unpriced;
    case TrafficField::IsBroken:
        return row.broken;
    }
    return false;
}

// Whether a request that runs can already be told to match: by what is said at its start.
bool knownAtStart(TrafficField field)
{
    switch (field) {
    case TrafficField::App:
    case TrafficField::Route:
    case TrafficField::IsStream:
        return true;
    default:
        return false;
    }
}

}   // namespace

ParsedFilter parseFilter(const QString &text)
{
    return Parser(text).parse();
}

QStringList filterFieldWords()
{
    QStringList words;
    for (const Field &field : kFields)
        words << QLatin1String(field.name) + QLatin1String(field.sign);
    return words << u"is:"_s;
}

QStringList filterStateWords()
{
    QStringList words;
    for (const State &state : states())
        words << u"is:"_s + QLatin1String(state.name);
    return words;
}

FilterCompletion completeFilter(const QString &text, qsizetype cursor, const TrafficNames &names)
{
    FilterCompletion result;
    qsizetype start = std::clamp<qsizetype>(cursor, 0, text.size());
    const qsizetype end = start;
    while (start > 0 && !isBlank(text[start - 1]))
        --start;
    if (start < end && text[start] == u'-')
        ++start;
    const QString typed = text.mid(start, end - start);
    result.position = start;
    result.length = end - start;
    QStringList words;
    const qsizetype colon = typed.indexOf(u':');
    if (const Field *whole = colon < 0 ? fieldNamed(typed) : nullptr) {
        // The name is there: what may it be compared by?
        const bool ordered = whole->value != Value::Text;
        for (const char *sign : {":", "=", "!=", ">=", "<=", ">", "<"})
            if (ordered ? *sign != ':' || whole->value == Value::Status : *sign != '<' && *sign != '>')
                words << typed + QLatin1String(sign);
    } else if (colon < 0) {
        words = filterFieldWords() + filterStateWords();
    } else if (typed.startsWith("is:"_L1, Qt::CaseInsensitive)) {
        words = filterStateWords();
    } else if (const Field *field = fieldNamed(typed.left(colon))) {
        const QStringList *values = field->field == TrafficField::Model      ? &names.models
                                    : field->field == TrafficField::App      ? &names.apps
                                    : field->field == TrafficField::Provider ? &names.providers
                                                                             : nullptr;
        if (values)
            for (const QString &value : *values)
                words << typed.left(colon + 1) + (value.contains(u' ') ? u'"' + value + u'"' : value);
        if (field->field == TrafficField::Status)
            for (const char *value : {"2xx", "4xx", "5xx", "429", "401", "499", "500"})
                words << typed.left(colon + 1) + QLatin1String(value);
    }
    const QString part = colon < 0 ? typed : typed.mid(colon + 1);
    QStringList inside;
    for (const QString &word : words) {
        if (word.compare(typed, Qt::CaseInsensitive) == 0)
            continue;
        if (word.startsWith(typed, Qt::CaseInsensitive))
            result.words << word;
        else if (!part.isEmpty() && word.mid(colon + 1).contains(part, Qt::CaseInsensitive))
            inside << word;
    }
    result.words << inside;
    return result;
}

bool matches(const TrafficFilter &filter, const TrafficRow &row)
{
    const std::int64_t startedUs = row.request.unixMs() * 1000;
    if ((filter.fromUs && startedUs < *filter.fromUs / 1000 * 1000) ||
        (filter.untilUs && startedUs >= *filter.untilUs / 1000 * 1000))
        return false;
    return std::all_of(filter.terms.begin(), filter.terms.end(), [&](const TrafficTerm &term) {
        if (row.running() && !knownAtStart(term.field)) {
            // What a text says by itself is known in part: what is there may match, what is not may come.
            const bool textual = term.field == TrafficField::Model || term.field == TrafficField::Key ||
                                 term.field == TrafficField::Anything;
            return textual && !term.negated && holds(term, row);
        }
        return holds(term, row) != term.negated;
    });
}

}   // namespace gw::client
