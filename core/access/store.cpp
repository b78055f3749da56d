#include "core/access/store.h"

#include "core/access/tables.h"
#include "core/base/resources.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace gw::access {

namespace {

constexpr std::string_view kSchemaSteps[] = {"schema/access_0001_init.sql", "schema/access_0002_shared.sql",
                                             "schema/access_0003_models.sql",
                                             "schema/access_0004_credentials.sql"};

QString toQString(std::string_view text)
{
    // A null QString is NULL to Qt.
    return text.empty() ? u""_s : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QVariant integer(std::int64_t number)
{
    return QVariant(static_cast<qlonglong>(number));
}

Error sqlError(const QSqlError &error)
{
    return {.code = ErrorCode::DatabaseAway,
            .message = "database unavailable: " + error.text().toStdString()};
}

Result<void> run(QSqlQuery &query)
{
    if (!query.exec())
        return sqlError(query.lastError());
    return {};
}

json::Value parsed(const QString &text)
{
    auto value = json::parse(text.toStdString());
    return value.ok() ? std::move(value).value() : json::Value(nullptr);
}

}   // namespace

Store::Store()
    : m_connection(u"access-"_s + QString::number(reinterpret_cast<quintptr>(this)))
{}

Store::~Store()
{
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<Store>> Store::open(const std::string &file)
{
    // SQLite gives its other files the permissions of this one.
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 || ::fchmod(fd, S_IRUSR | S_IWUSR) != 0) {
        if (fd >= 0)
            ::close(fd);
        return Error{.code = ErrorCode::DatabaseAway,
                     .message = "database unavailable: " + file + " cannot be written"};
    }
    ::close(fd);
    std::unique_ptr<Store> store(new Store);
    store->m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, store->m_connection);
    store->m_database.setDatabaseName(toQString(file));
    store->m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!store->m_database.open())
        return sqlError(store->m_database.lastError());
    QSqlQuery query(store->m_database);
    // A key that was shown once must outlive a power failure.
    for (const QString &pragma : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s})
        if (!query.exec(pragma))
            return sqlError(query.lastError());
    query.finish();
    GW_CHECK(store->migrate());
    return store;
}

Result<void> Store::migrate()
{
    QSqlQuery query(m_database);
    if (!query.exec(u"CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"_s) ||
        !query.exec(u"SELECT COALESCE(MAX(version), 0) FROM schema_version"_s) || !query.next())
        return sqlError(query.lastError());
    const auto done = query.value(0).toULongLong();
    query.finish();
    if (done > std::size(kSchemaSteps))
        return Error{.code = ErrorCode::DatabaseAway,
                     .message = "the database of keys was written by a newer version"};
    for (std::size_t step = done; step < std::size(kSchemaSteps); ++step) {
        const QString script = toQString(resource(kSchemaSteps[step]));
        if (script.isEmpty() || !m_database.transaction())
            return sqlError(m_database.lastError());
        QStringList statements = script.split(u";\n"_s, Qt::SkipEmptyParts);
        statements << u"INSERT INTO schema_version VALUES (%1)"_s.arg(step + 1);
        for (const QString &statement : statements) {
            if (!statement.trimmed().isEmpty() && !query.exec(statement)) {
                const Error error = sqlError(query.lastError());
                m_database.rollback();
                return error;
            }
        }
        if (!m_database.commit())
            return sqlError(m_database.lastError());
    }
    return {};
}

Result<void> Store::write(const Batch &batch)
{
    if (batch.empty())
        return {};
    if (!m_database.transaction())
        return sqlError(m_database.lastError());
    Result<void> written = writeAll(batch);
    if (written.ok() && !m_database.commit())
        written = sqlError(m_database.lastError());
    if (!written.ok())
        m_database.rollback();
    return written;
}

Result<void> Store::writeAll(const Batch &batch)
{
    for (const Removal &row : batch.removals)
        GW_CHECK(remove(row, batch));
    for (const Put &row : batch.puts)
        GW_CHECK(put(row));
    for (const Spending::Moved &window : batch.windows)
        GW_CHECK(putWindow(window));
    for (const AuditEntry &entry : batch.audit)
        GW_CHECK(putAudit(entry));
    for (const Elsewhere &one : batch.elsewhere)
        GW_CHECK(putElsewhere(one));
    for (const auto &[name, value] : batch.state)
        GW_CHECK(putState(name, value));
    return {};
}

Result<void> Store::putElsewhere(const Elsewhere &one)
{
    QSqlQuery query(m_database);
    query.prepare(u"INSERT INTO elsewhere (scope, name, total) VALUES (?, ?, ?) ON CONFLICT (scope, name) DO "
                  u"UPDATE SET "
                  "total = excluded.total"_s);
    query.addBindValue(static_cast<int>(one.scope));
    query.addBindValue(toQString(one.name));
    query.addBindValue(integer(one.total));
    return run(query);
}

Result<void> Store::putState(const std::string &name, const std::string &value)
{
    QSqlQuery query(m_database);
    query.prepare(
        u"INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s);
    query.addBindValue(toQString(name));
    query.addBindValue(toQString(value));
    return run(query);
}

Result<std::string> Store::state(const std::string &name)
{
    QSqlQuery query(m_database);
    query.prepare(u"SELECT value FROM state WHERE name = ?"_s);
    query.addBindValue(toQString(name));
    GW_CHECK(run(query));
    return query.next() ? query.value(0).toString().toStdString() : std::string();
}

Result<std::vector<Elsewhere>> Store::readElsewhere()
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT scope, name, total FROM elsewhere"_s))
        return sqlError(query.lastError());
    std::vector<Elsewhere> all;
    while (query.next()) {
        const int scope = query.value(0).toInt();
        if (scope >= 0 && scope < static_cast<int>(kScopes))
            all.push_back({static_cast<Scope>(scope), query.value(1).toString().toStdString(),
                           query.value(2).toLongLong()});
    }
    return all;
}

Result<void> Store::copyTo(const std::string &file)
{
    QSqlQuery query(m_database);
    query.prepare(u"VACUUM INTO ?"_s);
    query.addBindValue(toQString(file));
    GW_CHECK(run(query));
    ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
    return {};
}

Result<void> Store::put(const Put &row)
{
    const Table &table = tableOf(row.kind);
    QStringList names{u"id"_s};
    for (const char *column : table.columns)
        names << QString::fromLatin1(column);
    names << u"document"_s;
    QStringList marks;
    QStringList updates;
    for (qsizetype i = 0; i < names.size(); ++i) {
        marks << u"?"_s;
        if (i > 0)
            updates << names[i] + u" = excluded."_s + names[i];
    }
    QSqlQuery query(m_database);
    query.prepare(u"INSERT INTO %1 (%2) VALUES (%3) ON CONFLICT (id) DO UPDATE SET %4"_s.arg(
        QString::fromLatin1(table.name), names.join(u','), marks.join(u','), updates.join(u',')));
    query.addBindValue(toQString(row.id));
    Q_ASSERT(row.columns.size() == table.columns.size());
    for (const std::string &column : row.columns)
        query.addBindValue(toQString(column));
    query.addBindValue(toQString(row.document));
    return run(query);
}

Result<void> Store::remove(const Removal &row, const Batch &batch)
{
    const Table &table = tableOf(row.kind);
    QSqlQuery query(m_database);
    query.prepare(u"DELETE FROM %1 WHERE id = ?"_s.arg(QString::fromLatin1(table.name)));
    query.addBindValue(toQString(row.id));
    GW_CHECK(run(query));
    if (!table.deleted || row.document.empty())
        return {};
    query.prepare(u"INSERT INTO %1 (id, deleted_at, deleted_by, document) VALUES (?, ?, ?, ?)"_s.arg(
        QString::fromLatin1(table.deleted)));
    query.addBindValue(toQString(row.id));
    query.addBindValue(integer(batch.unixS));
    query.addBindValue(toQString(batch.by));
    query.addBindValue(toQString(row.document));
    return run(query);
}

Result<void> Store::putWindow(const Spending::Moved &window)
{
    QSqlQuery query(m_database);
    query.prepare(
        u"INSERT INTO windows (scope, name, slot, duration, base, reset_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (scope, name, slot) DO UPDATE SET duration = excluded.duration, "
        "base = excluded.base, reset_at = excluded.reset_at"_s);
    query.addBindValue(static_cast<int>(window.scope));
    query.addBindValue(toQString(window.name));
    query.addBindValue(toQString(window.state.slot));
    query.addBindValue(toQString(window.state.duration));
    query.addBindValue(integer(window.state.base));
    query.addBindValue(integer(window.state.resetAt));
    return run(query);
}

Result<void> Store::putAudit(const AuditEntry &entry)
{
    QSqlQuery query(m_database);
    query.prepare(
        u"INSERT INTO audit_log (id, at, who, key_hash, action, table_name, object_id, before_value, "
        "after_value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    query.addBindValue(toQString(entry.id));
    query.addBindValue(integer(entry.unixS));
    for (const std::string *text : {&entry.who, &entry.keyHash, &entry.action, &entry.table, &entry.object})
        query.addBindValue(toQString(*text));
    query.addBindValue(toQString(json::serialize(entry.before)));
    query.addBindValue(toQString(json::serialize(entry.after)));
    return run(query);
}

Result<void> Store::read(Kind kind, const std::function<Result<void>(const json::Object &)> &each)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT document FROM %1"_s.arg(QString::fromLatin1(tableOf(kind).name))))
        return sqlError(query.lastError());
    while (query.next()) {
        const json::Value value = parsed(query.value(0).toString());
        if (const json::Object *object = value.if_object())
            GW_CHECK(each(*object));
    }
    return {};
}

Result<std::vector<Spending::Moved>> Store::readWindows()
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT scope, name, slot, duration, base, reset_at FROM windows"_s))
        return sqlError(query.lastError());
    std::vector<Spending::Moved> windows;
    while (query.next()) {
        const int scope = query.value(0).toInt();
        if (scope < 0 || scope >= static_cast<int>(kScopes))
            continue;
        windows.push_back(
            {static_cast<Scope>(scope), query.value(1).toString().toStdString(),
             WindowState{query.value(2).toString().toStdString(), query.value(3).toString().toStdString(),
                         query.value(4).toLongLong(), query.value(5).toLongLong()}});
    }
    return windows;
}

Result<Store::AuditPage> Store::audit(const AuditQuery &asked)
{
    QStringList conditions{u"1 = 1"_s};
    QVariantList values;
    for (const auto &[column, value] :
         {std::pair("id", &asked.id), std::pair("who", &asked.who), std::pair("action", &asked.action),
          std::pair("table_name", &asked.table), std::pair("object_id", &asked.object)}) {
        if (value->empty())
            continue;
        conditions << QString::fromLatin1(column) + u" = ?"_s;
        values << toQString(*value);
    }
    const QString where = u" FROM audit_log WHERE "_s + conditions.join(u" AND "_s);
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    query.prepare(u"SELECT COUNT(*)"_s + where);
    for (const QVariant &value : values)
        query.addBindValue(value);
    GW_CHECK(run(query));
    AuditPage page;
    page.total = query.next() ? query.value(0).toLongLong() : 0;
    query.prepare(
        u"SELECT id, at, who, key_hash, action, table_name, object_id, before_value, after_value"_s + where +
        u" ORDER BY id DESC LIMIT ? OFFSET ?"_s);
    for (const QVariant &value : values)
        query.addBindValue(value);
    query.addBindValue(integer(asked.limit));
    query.addBindValue(integer(asked.offset));
    GW_CHECK(run(query));
    const auto text = [&query](int column) { return query.value(column).toString().toStdString(); };
    while (query.next())
        page.entries.push_back({text(0), query.value(1).toLongLong(), text(2), text(3), text(4), text(5),
                                text(6), parsed(query.value(7).toString()),
                                parsed(query.value(8).toString())});
    return page;
}

}   // namespace gw::access
