#include "core/ledger/readerconnection.h"
#include "core/ledger/store.h"

#include <bit>

using namespace Qt::StringLiterals;

// Terms of a filter as SQL over attempts a.
namespace gw::ledger {

namespace {

// The whole request's: earlier attempts may have cost something too.
const QString kWholeCost =
    u"(CASE WHEN a.attempt = 0 THEN a.cost ELSE (SELECT SUM(b.cost) FROM attempts b WHERE "
    "b.id_high = a.id_high AND b.id_low = a.id_low) END)"_s;

QStringList nameColumns(TermField field)
{
    switch (field) {
    case TermField::Model:
        return {u"a.requested_id"_s, u"a.model_id"_s, u"a.group_id"_s};
    case TermField::Client:
        return {u"a.client_id"_s};
    case TermField::Key:
        return {u"a.alias_id"_s, u"a.key_id"_s};
    case TermField::Provider:
        return {u"a.provider_id"_s};
    case TermField::Route:
        return {u"a.route_id"_s};
    case TermField::Session:
        return {u"a.session_id"_s};
    case TermField::Team:
        return {u"a.team_id"_s};
    case TermField::Tag:
        return {u"a.tags_id"_s};
    case TermField::Anything:
        return {u"a.requested_id"_s, u"a.model_id"_s,    u"a.group_id"_s, u"a.client_id"_s,
                u"a.alias_id"_s,     u"a.provider_id"_s, u"a.route_id"_s, u"a.session_id"_s};
    default:
        return {};
    }
}

struct NumberColumn
{
    QString sql;
    bool unknownIsNegative = false;   // Such rows match nothing.
};

std::optional<NumberColumn> numberColumn(TermField field)
{
    switch (field) {
    case TermField::Status:
        return NumberColumn{u"a.http_status"_s};
    case TermField::Attempts:
        return NumberColumn{u"(a.attempt + 1)"_s};
    case TermField::Input:
        return NumberColumn{u"MAX(a.input, 0)"_s};
    case TermField::CacheRead:
        return NumberColumn{u"MAX(a.cache_read, 0)"_s};
    case TermField::Output:
        return NumberColumn{u"MAX(a.output, 0)"_s};
    case TermField::Tokens:
        return NumberColumn{u"(MAX(a.input, 0) + MAX(a.output, 0))"_s};
    case TermField::CostPico:
        return NumberColumn{kWholeCost};
    case TermField::DurationUs:
        return NumberColumn{u"a.duration_us"_s, true};
    case TermField::FirstByteUs:
        return NumberColumn{u"a.first_byte_us"_s, true};
    case TermField::OverheadUs:
        return NumberColumn{u"a.overhead_us"_s, true};
    default:
        return std::nullopt;
    }
}

QString stateCondition(TermField field)
{
    switch (field) {
    case TermField::Failed:
        return u"(a.outcome <> 0 OR a.http_status >= 400)"_s;
    case TermField::Stream:
        return u"(a.flags & 1) <> 0"_s;
    case TermField::Mock:
        return u"a.ending = 4"_s;
    case TermField::Estimated:
        return u"a.ending IN (1, 3)"_s;
    case TermField::Unpriced:
        return u"(a.flags & 2) <> 0"_s;
    case TermField::Broken:
        return u"a.ending = 3"_s;
    default:
        return {};
    }
}

QString signOf(TermCompare compare)
{
    switch (compare) {
    case TermCompare::Less:
        return u" < "_s;
    case TermCompare::AtMost:
        return u" <= "_s;
    case TermCompare::Greater:
        return u" > "_s;
    case TermCompare::AtLeast:
        return u" >= "_s;
    case TermCompare::Contains:
    case TermCompare::Equal:
        break;
    }
    return u" = "_s;
}

// A pattern for LIKE ... ESCAPE '\'.
QString likePattern(const Term &term)
{
    QString pattern = toQString(term.text);
    for (const QChar special : {u'\\', u'%', u'_'})
        pattern.replace(special, u'\\' + QString(special));
    if (term.compare != TermCompare::Equal)
        return u'%' + pattern + u'%';
    return term.field == TermField::Tag ? u"%,"_s + pattern + u",%"_s : pattern;
}

}   // namespace

// The ids of the names that match, as a table of this connection.
Result<std::optional<QString>> LedgerReader::Connection::nameTable(const Term &term)
{
    const QString table = u"temp.term_%1"_s.arg(m_nameTables++);
    GW_CHECK(run(u"DROP TABLE IF EXISTS "_s + table));
    GW_CHECK(run(u"CREATE TABLE %1 (id INTEGER PRIMARY KEY)"_s.arg(table)));
    // The tags of a request are one name: a list with commas.
    const QString text = term.field == TermField::Tag ? u"',' || text || ','"_s : u"text"_s;
    GW_CHECK(run(u"INSERT INTO %1 SELECT id FROM main.names WHERE %2 LIKE ? ESCAPE '\\'"_s.arg(table, text),
                 {likePattern(term)}));
    GW_TRY(QSqlQuery any, select(u"SELECT 1 FROM %1 LIMIT 1"_s.arg(table), {}));
    return any.next() ? std::optional(table) : std::nullopt;
}

// Nothing: no row can match.
Result<std::optional<QString>> LedgerReader::Connection::condition(const Term &term, QVariantList &values)
{
    if (const QString state = stateCondition(term.field); !state.isEmpty())
        return std::optional(state);
    if (term.field == TermField::Status && term.compare == TermCompare::Contains)
        return std::optional(u"a.http_status / 100 = %1"_s.arg(term.number));
    if (const auto column = numberColumn(term.field)) {
        const QString sql = column->sql + signOf(term.compare) + QString::number(term.number);
        return std::optional(column->unknownIsNegative ? u"(%1 >= 0 AND %2)"_s.arg(column->sql, sql) : sql);
    }
    QStringList ways;
    if (const QStringList columns = nameColumns(term.field); !columns.isEmpty()) {
        GW_TRY(const std::optional<QString> table, nameTable(term));
        if (table)
            for (const QString &column : columns)
                ways << column + u" IN "_s + *table;
    }
    if (term.field == TermField::Error || term.field == TermField::Anything) {
        ways << u"COALESCE(a.error, '') LIKE ? ESCAPE '\\'"_s;
        values << likePattern(term);
    }
    if (term.field == TermField::Anything) {
        ways << u"COALESCE(a.call_id, '') = ?"_s << u"COALESCE(a.answer_id, '') = ?"_s;
        values << toQString(term.text) << toQString(term.text);
        if (const auto id = Id128::fromString(term.text)) {
            ways << u"(a.id_high = ? AND a.id_low = ?)"_s;
            values << integer(std::bit_cast<std::int64_t>(id->high)) << integer(storedLow(*id));
        }
    }
    if (ways.isEmpty())
        return std::optional<QString>();
    return std::optional(u'(' + ways.join(u" OR "_s) + u')');
}

Result<std::optional<Conditions>> LedgerReader::Connection::conditions(const RequestFilter &filter)
{
    GW_CHECK(open());
    m_nameTables = 0;
    Conditions result;
    for (const Term &term : filter.terms) {
        GW_TRY(const std::optional<QString> sql, condition(term, result.values));
        if (sql)
            result.texts << (term.negated ? u"NOT "_s + *sql : *sql);
        else if (!term.negated)
            return std::optional<Conditions>();
    }
    return std::optional(result);
}

}   // namespace gw::ledger
