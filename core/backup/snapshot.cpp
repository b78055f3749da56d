#include "core/backup/snapshot.h"

#include "core/base/json.h"
#include "core/base/logging.h"
#include "core/config/atomicfile.h"
#include "core/config/passphrase.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTimeZone>
#include <QUuid>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace gw::backup {

namespace {

constexpr const char *kManifest = "manifest.json";
constexpr const char *kPartial = ".partial-";
constexpr int kVersion = 1;
constexpr int kBusyMs = 30'000;
constexpr const char *kLedger = "ledger.db";
constexpr const char *kDatabases[] = {kLedger, "access.db"};
constexpr const char *kPostgres = "postgres";
constexpr const char *kIdentity = "gateway-id";

QString text(const std::string &value)
{
    return QString::fromStdString(value);
}

Error failure(std::string message)
{
    return {.code = ErrorCode::Internal, .message = std::move(message)};
}

void syncFolder(const std::string &path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

Result<void> makeFolder(const std::string &path)
{
    if (!QDir().mkpath(text(path)))
        return failure("The folder " + path + " cannot be made.");
    QFile::setPermissions(text(path), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {};
}

// One consistent moment of a database that others write to.
Result<void> copyDatabase(const std::string &from, const std::string &to)
{
    const QString connection = QUuid::createUuid().toString();
    QString problem;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(text(from));
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(kBusyMs));
        if (!database.open()) {
            problem = database.lastError().text();
        } else {
            QSqlQuery query(database);
            query.prepare(QStringLiteral("VACUUM INTO ?"));
            query.addBindValue(text(to));
            if (!query.exec())
                problem = query.lastError().text();
        }
        database.close();
    }
    QSqlDatabase::removeDatabase(connection);
    if (!problem.isEmpty())
        return failure(from + " cannot be copied: " + problem.toStdString());
    return {};
}

json::Object toJson(const Manifest &manifest)
{
    json::Array parts;
    for (const Part &part : manifest.parts)
        parts.push_back(json::Object{{"file", part.file},
                                     {"kind", part.kind},
                                     {"origin", part.origin},
                                     {"sha256", part.digest.sha256},
                                     {"bytes", part.digest.bytes}});
    json::Array leftOut;
    for (const std::string &reason : manifest.leftOut)
        leftOut.emplace_back(reason);
    return {{"version", kVersion},
            {"created", manifest.unixS},
            {"program", manifest.program},
            {"parts", std::move(parts)},
            {"left_out", std::move(leftOut)}};
}

Result<Manifest> readManifest(const std::string &snapshot)
{
    GW_TRY(const std::string bytes, config::readFile(snapshot + "/" + kManifest));
    GW_TRY(const json::Value value, json::parse(bytes));
    const Error unreadable = failure(snapshot + " holds no manifest of a backup.");
    if (!value.is_object())
        return unreadable;
    const json::Object &object = value.get_object();
    if (json::findInt(object, "version").value_or(0) != kVersion)
        return failure(snapshot + " was made by another version of this program.");
    Manifest out;
    out.unixS = json::findInt(object, "created").value_or(0);
    out.program = json::findString(object, "program").value_or("");
    const json::Value *parts = json::find(object, "parts");
    if (!parts || !parts->is_array())
        return unreadable;
    for (const json::Value &row : parts->get_array()) {
        if (!row.is_object())
            return unreadable;
        const json::Object &part = row.get_object();
        out.parts.push_back({std::string(json::findString(part, "file").value_or("")),
                             std::string(json::findString(part, "kind").value_or("")),
                             std::string(json::findString(part, "origin").value_or("")),
                             {std::string(json::findString(part, "sha256").value_or("")),
                              json::findInt(part, "bytes").value_or(0)}});
        // A manifest names files of its own folder, and no others.
        if (const std::string &file = out.parts.back().file;
            file.empty() || file.find('/') != std::string::npos || file.starts_with("."))
            return unreadable;
    }
    if (const json::Value *leftOut = json::find(object, "left_out"); leftOut && leftOut->is_array()) {
        for (const json::Value &reason : leftOut->get_array()) {
            if (reason.is_string())
                out.leftOut.emplace_back(reason.get_string());
        }
    }
    return out;
}

// Copies one thing after another into a folder.
class Saving
{
public:
    Saving(const Sources &sources, std::string folder, Manifest &manifest)
        : m_sources(sources)
        , m_folder(std::move(folder))
        , m_manifest(manifest)
    {}

    Result<void> run()
    {
        for (const char *name : kDatabases)
            GW_CHECK(database(name));
        GW_CHECK(identity());
        GW_CHECK(configs());
        GW_CHECK(vault());
        for (const Extra &extra : m_sources.extras) {
            const auto written = extra.write(m_folder + "/" + extra.file);
            if (written.ok())
                GW_CHECK(note(extra.file, extra.kind, extra.file));
            else
                leaveOut(extra.kind + ": " + written.error().message);
        }
        return {};
    }

private:
    void leaveOut(std::string reason) { m_manifest.leftOut.push_back(std::move(reason)); }

    Result<void> note(const std::string &file, std::string kind, std::string origin)
    {
        GW_TRY(Digest digest, digestOf(m_folder + "/" + file));
        m_manifest.parts.push_back({file, std::move(kind), std::move(origin), std::move(digest)});
        return {};
    }

    Result<void> database(const std::string &name)
    {
        const std::string from = m_sources.dataFolder + "/" + name;
        if (!QFile::exists(text(from)))
            return {};
        const std::string copy = m_folder + "/" + name;
        GW_CHECK(copyDatabase(from, copy));
        GW_TRY(Digest digest, pack(copy, copy + ".zst"));
        QFile::remove(text(copy));
        m_manifest.parts.push_back({name + ".zst", "database", name, std::move(digest)});
        return {};
    }

    // The name under which other gateways know what this ledger has spent.
    Result<void> identity()
    {
        const std::string from = m_sources.dataFolder + "/" + kIdentity;
        if (!QFile::exists(text(from)))
            return {};
        GW_TRY(const std::string bytes, config::readFile(from));
        GW_CHECK(config::createFile(m_folder + "/" + kIdentity, bytes, 0600));
        return note(kIdentity, "identity", kIdentity);
    }

    Result<void> configs()
    {
        if (m_sources.configFiles.empty())
            return {};
        const QDir base = QFileInfo(text(m_sources.configFiles.front())).dir();
        int number = 0;
        for (const std::string &path : m_sources.configFiles) {
            const QFileInfo file(text(path));
            if (!file.exists())
                continue;
            GW_TRY(const std::string bytes, config::readFile(path));
            const std::string name =
                "config-" + std::to_string(number++) + "-" + file.fileName().toStdString();
            GW_CHECK(config::createFile(m_folder + "/" + name, bytes, 0600));
            const QString relative = base.relativeFilePath(file.absoluteFilePath());
            const QString origin =
                relative.startsWith(QStringLiteral("..")) ? file.absoluteFilePath() : relative;
            GW_CHECK(note(name, "config", origin.toStdString()));
        }
        return {};
    }

    Result<void> vault()
    {
        const std::string from = m_sources.dataFolder + "/vault";
        if (!QFile::exists(text(from)))
            return {};
        if (m_sources.passphrase.isEmpty()) {
            leaveOut("vault: without a passphrase the providers' keys are left out");
            return {};
        }
        if (m_sources.vaultKey.isEmpty()) {
            leaveOut("vault: it is closed, so that its key cannot be kept with it");
            return {};
        }
        GW_TRY(const std::string wrapped, config::wrapKey(m_sources.vaultKey, m_sources.passphrase));
        GW_TRY(const std::string bytes, config::readFile(from));
        GW_CHECK(config::createFile(m_folder + "/vault", bytes, 0600));
        GW_CHECK(config::createFile(m_folder + "/vault-key", wrapped, 0600));
        GW_CHECK(note("vault", "vault", "vault"));
        return note("vault-key", "vault-key", "vault-key");
    }

    const Sources &m_sources;
    const std::string m_folder;
    Manifest &m_manifest;
};

// Where a part goes; "" for one that is not put anywhere.
std::string placeOf(const Part &part, const Target &target)
{
    if (part.kind == "database" || part.kind == "vault" || part.kind == "identity")
        return target.dataFolder + "/" + part.origin;
    if (part.kind != "config")
        return {};
    if (part.file.starts_with("config-0-"))
        return target.configFile;
    const QString origin = text(part.origin);
    if (QDir::isAbsolutePath(origin))
        return part.origin;
    return QDir::cleanPath(QFileInfo(text(target.configFile)).dir().filePath(origin)).toStdString();
}

// SQLite would take another database's log for this one's.
void removeLogsOf(const std::string &database)
{
    for (const char *suffix : {"-wal", "-shm"})
        QFile::remove(text(database + suffix));
}

Result<void> makeRoom(const std::string &path, bool replace)
{
    if (!QFile::exists(text(path)))
        return {};
    if (!replace)
        return failure(path + " is there already. Move it away, or restore with --force.");
    const QString aside = text(path + ".before-restore");
    QFile::remove(aside);
    if (!QFile::rename(text(path), aside))
        return failure(path + " cannot be moved aside.");
    return {};
}

// Whoever follows the ledger knows how far it has read, by the ledger's id. This one goes on from an earlier
// moment: its next rows are others than those that had the same positions.
Result<void> renameLedger(const std::string &file)
{
    const QString connection = QUuid::createUuid().toString();
    bool done = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(text(file));
        if (database.open()) {
            QSqlQuery query(database);
            query.prepare(QStringLiteral("UPDATE facts SET value = ? WHERE name = 'id'"));
            query.addBindValue(QUuid::createUuid().toString(QUuid::Id128));
            // One from before there were ids gets one when it is opened.
            done = query.exec() || !database.tables().contains(QStringLiteral("facts"));
        }
        database.close();
    }
    QSqlDatabase::removeDatabase(connection);
    return done ? Result<void>() : Result<void>(failure(file + " cannot be written."));
}

Result<void> putBack(const std::string &snapshot, const Part &part, const std::string &to)
{
    const std::string from = snapshot + "/" + part.file;
    GW_CHECK(makeFolder(QFileInfo(text(to)).path().toStdString()));
    if (part.kind == "database") {
        removeLogsOf(to);
        GW_CHECK(unpack(from, to));
        return part.origin == kLedger ? renameLedger(to) : Result<void>();
    }
    GW_TRY(const std::string bytes, config::readFile(from));
    return config::createFile(to, bytes, 0600);
}

}   // namespace

std::string stampOf(std::int64_t unixS)
{
    return QDateTime::fromSecsSinceEpoch(unixS, QTimeZone::utc())
        .toString(QStringLiteral("yyyy-MM-dd'T'HH-mm-ss'Z'"))
        .toStdString();
}

Result<Manifest> save(const Sources &sources, const std::string &into, std::int64_t unixS)
{
    GW_CHECK(makeFolder(into));
    const std::string name = stampOf(unixS);
    const std::string folder = into + "/" + kPartial + name;
    const std::string done = into + "/" + name;
    if (QFile::exists(text(done)))
        return failure(done + " is there already.");
    QDir(text(folder)).removeRecursively();
    GW_CHECK(makeFolder(folder));
    Manifest manifest;
    manifest.unixS = unixS;
    manifest.program = sources.program;
    auto saved = Saving(sources, folder, manifest).run();
    if (saved.ok() && manifest.parts.empty())
        saved = failure("There is nothing to save in " + sources.dataFolder + ".");
    if (saved.ok())
        saved = config::createFile(folder + "/" + kManifest, json::serialize(json::Value(toJson(manifest))),
                                   0600);
    if (!saved.ok()) {
        QDir(text(folder)).removeRecursively();
        return saved.error();
    }
    syncFolder(folder);
    if (!QFile::rename(text(folder), text(done)))
        return failure(done + " cannot be made.");
    syncFolder(into);
    return manifest;
}

Result<Manifest> check(const std::string &snapshot)
{
    GW_TRY(Manifest manifest, readManifest(snapshot));
    for (const Part &part : manifest.parts) {
        GW_TRY(const Digest digest, digestOf(snapshot + "/" + part.file));
        if (digest != part.digest)
            return failure(snapshot + "/" + part.file + " is not what was saved: it is damaged.");
    }
    return manifest;
}

Result<Restored> restore(const std::string &snapshot, const Target &target)
{
    Restored out;
    GW_TRY(out.manifest, check(snapshot));
    const std::string keyFile = target.dataFolder + "/vault.key";
    Secret vaultKey;
    std::vector<std::pair<const Part *, std::string>> places;
    for (const Part &part : out.manifest.parts) {
        if (part.kind == "vault-key") {
            if (target.passphrase.isEmpty()) {
                out.notes.emplace_back("The vault is closed: restore again with its passphrase.");
                continue;
            }
            GW_TRY(const std::string wrapped, config::readFile(snapshot + "/" + part.file));
            GW_TRY(vaultKey, config::unwrapKey(wrapped, target.passphrase));
        } else if (std::string place = placeOf(part, target); !place.empty()) {
            places.emplace_back(&part, std::move(place));
        } else if (part.kind == kPostgres) {
            out.postgres = snapshot + "/" + part.file;
        } else {
            out.notes.push_back("The snapshot also holds " + snapshot + "/" + part.file +
                                ", which is put back by hand.");
        }
    }
    // What is there as it was saved may stay.
    std::erase_if(places, [](const auto &one) {
        const auto there = one.first->kind == "config" ? digestOf(one.second) : Result<Digest>(Error{});
        return there.ok() && there.value() == one.first->digest;
    });
    // All of it is looked at before any of it is moved.
    for (const auto &[part, place] : places) {
        if (!target.replace)
            GW_CHECK(makeRoom(place, false));
    }
    for (const auto &[part, place] : places) {
        GW_CHECK(makeRoom(place, target.replace));
        GW_CHECK(putBack(snapshot, *part, place));
    }
    if (!vaultKey.isEmpty()) {
        GW_CHECK(makeRoom(keyFile, true));
        GW_CHECK(config::createFile(keyFile, vaultKey.reveal(), 0600));
    }
    for (const std::string &reason : out.manifest.leftOut)
        out.notes.push_back("Not in the snapshot: " + reason);
    syncFolder(target.dataFolder);
    return out;
}

std::vector<Kept> list(const std::string &folder)
{
    std::vector<Kept> out;
    const QStringList names = QDir(text(folder)).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        const std::string path = folder + "/" + name.toStdString();
        const auto manifest = readManifest(path);
        if (!manifest.ok() || stampOf(manifest.value().unixS) != name.toStdString())
            continue;
        Kept kept{path, manifest.value().unixS, 0};
        for (const Part &part : manifest.value().parts)
            kept.bytes += part.digest.bytes;
        out.push_back(std::move(kept));
    }
    return out;
}

int prune(const std::string &folder, std::int64_t nowS, std::int64_t keepS, std::int64_t maxBytes)
{
    for (const QString &left :
         QDir(text(folder)).entryList({QString::fromLatin1(kPartial) + u'*'}, QDir::Dirs | QDir::Hidden))
        QDir(text(folder + "/" + left.toStdString())).removeRecursively();
    const std::vector<Kept> all = list(folder);
    std::int64_t bytes = 0;
    for (const Kept &kept : all)
        bytes += kept.bytes;
    int removed = 0;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        const Kept &kept = all[i];
        if (nowS - kept.unixS <= keepS && bytes <= maxBytes)
            continue;
        if (!QDir(text(kept.folder)).removeRecursively()) {
            qCWarning(gwApp, "the old backup %s cannot be removed", kept.folder.c_str());
            continue;
        }
        bytes -= kept.bytes;
        ++removed;
    }
    return removed;
}

}   // namespace gw::backup
