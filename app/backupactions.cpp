#include "app/backupactions.h"

#include "app/database.h"
#include "core/base/logging.h"
#include "core/config/atomicfile.h"
#include "core/engine/version.h"
#include "core/ledger/ledger.h"
#include "core/postgres/dump.h"
#include "core/postgres/schema.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <cstdio>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace gw::app {

namespace {

constexpr int kRedisMs = 120'000;
constexpr int kKeychainMs = 60'000;   // Somebody may have to unlock it.

int failed(const Error &error)
{
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return 1;
}

// A line of the terminal that is not shown; empty where nobody can be asked.
Secret askFor(const char *question)
{
    if (isatty(STDIN_FILENO) == 0 || isatty(STDERR_FILENO) == 0)
        return {};
    std::fprintf(stderr, "%s", question);
    termios before{};
    tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::string line;
    std::getline(std::cin, line);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fprintf(stderr, "\n");
    return Secret(line);
}

// Rows that a gateway which was killed has left in its journals. Nothing while one is running: it is at it.
void takeInJournals(const std::string &dataFolder)
{
    QLockFile lock(QString::fromStdString(dataFolder + "/lock"));
    lock.setStaleLockTime(0);
    if (!QFile::exists(QString::fromStdString(dataFolder + "/ledger.db")) || !lock.tryLock(0))
        return;
    ledger::Ledger ledger(ledger::Ledger::Options{dataFolder, 1, "local"});
    if (const auto started = ledger.start(); !started.ok())
        std::fprintf(stderr, "The newest rows are not in the copy: %s\n", started.error().message.c_str());
    ledger.stop();
}

Result<void> saveRedis(const redis::Settings &settings, const std::string &path)
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("redis-cli"));
    if (program.isEmpty())
        return Error{.message = "redis-cli is not installed"};
    QStringList arguments{QStringLiteral("--rdb"), QString::fromStdString(path)};
    if (!settings.unixPath.empty())
        arguments << QStringLiteral("-s") << QString::fromStdString(settings.unixPath);
    else
        arguments << QStringLiteral("-h") << QString::fromStdString(settings.host) << QStringLiteral("-p")
                  << QString::number(settings.port);
    if (!settings.username.empty())
        arguments << QStringLiteral("--user") << QString::fromStdString(settings.username);
    if (settings.tls.on)
        arguments << QStringLiteral("--tls");
    if (settings.tls.on && !settings.tls.verify)
        arguments << QStringLiteral("--insecure");
    if (!settings.tls.caFile.empty())
        arguments << QStringLiteral("--cacert") << QString::fromStdString(settings.tls.caFile);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!settings.password.isEmpty())
        environment.insert(QStringLiteral("REDISCLI_AUTH"),
                           QString::fromStdString(settings.password.reveal()));
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(kRedisMs);
    if (ended && process.exitCode() == 0 && QFileInfo(QString::fromStdString(path)).size() > 0)
        return {};
    process.kill();
    QFile::remove(QString::fromStdString(path));
    return Error{.message = "redis-cli --rdb failed at " + settings.place()};
}

void tell(const std::string &snapshot, const backup::Manifest &manifest)
{
    std::int64_t bytes = 0;
    for (const backup::Part &part : manifest.parts)
        bytes += part.digest.bytes;
    std::printf("%s: %zu files, %lld bytes\n", snapshot.c_str(), manifest.parts.size(),
                static_cast<long long>(bytes));
    for (const std::string &reason : manifest.leftOut)
        std::printf("left out: %s\n", reason.c_str());
}

}   // namespace

Secret vaultKeyOf(const std::string &dataFolder)
{
    config::VaultKeyOptions options;
    options.environment = &processEnvironment;
    options.dataFolder = dataFolder;
    options.vaultExists = true;
    const auto keychain = config::makeKeychain(GW_PRODUCT_NAME);
    options.keychain = keychain.get();
    Secret out;
    bool answered = false;
    config::findVaultKey(options, [&](const config::VaultKey &key) {
        out = key.key;
        answered = true;
    });
    QElapsedTimer time;
    time.start();
    while (!answered && time.elapsed() < kKeychainMs)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    return out;
}

std::string snapshotFolder(const std::string &dataFolder)
{
    return dataFolder + "/snapshots";
}

Result<Secret> givenPassphrase(const Options &options, const config::EnvironmentReader &environment)
{
    std::string file = options.passphraseFile;
    if (file.empty())
        file = environment("PORTICO_BACKUP_PASSPHRASE_FILE").value_or("");
    if (file.empty())
        return Secret(environment("PORTICO_BACKUP_PASSPHRASE").value_or(""));
    GW_TRY(std::string text, config::readFile(file));
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.pop_back();
    return Secret(text);
}

std::vector<backup::Extra> extrasOf(const config::Config &config,
                                    const config::EnvironmentReader &environment)
{
    std::vector<backup::Extra> out;
    if (const auto database = databaseOf(config, environment); database.ok() && database.value())
        out.push_back({"postgres", "postgres.jsonl.zst",
                       [settings = *database.value()](const std::string &path) -> Result<void> {
                           GW_TRY(const auto connection,
                                  postgres::Connection::open(settings, "portico backup"));
                           return postgres::dumpSchema(*connection, "portico", path);
                       }});
    const bool cached = config.cache.on && config.cache.store == config::CacheParams::Store::Redis;
    if (!cached && !config.sharedState)
        return out;
    auto settings = cache::redisSettings(cached ? config.cache.redis : *config.sharedState);
    if (settings.ok())
        out.push_back(
            {"redis", "redis.rdb", [settings = std::move(settings).value()](const std::string &path) {
                 return saveRedis(settings, path);
             }});
    return out;
}

int runBackup(const Options &options)
{
    const BackendPaths paths = pathsFor(options);
    backup::Sources sources;
    sources.dataFolder = paths.data.toStdString();
    sources.program = std::string(engine::kVersion);
    if (!QFile::exists(paths.data))
        return failed({.message = "There is nothing to save: " + sources.dataFolder + " does not exist."});
    if (QFile::exists(paths.config)) {
        config::LoadOptions load;
        load.path = paths.config.toStdString();
        load.environment = &processEnvironment;
        const config::LoadOutcome outcome = config::loadConfig(load);
        sources.configFiles = outcome.files;
        if (outcome.ok())
            sources.extras = extrasOf(*outcome.config, &processEnvironment);
    }
    auto passphrase = givenPassphrase(options, &processEnvironment);
    if (!passphrase.ok())
        return failed(passphrase.error());
    sources.passphrase = std::move(passphrase).value();
    const bool hasVault = QFile::exists(paths.data + QStringLiteral("/vault"));
    if (hasVault && sources.passphrase.isEmpty()) {
        sources.passphrase = askFor("Passphrase for the providers' keys (empty: leave them out): ");
        if (!sources.passphrase.isEmpty() && !askFor("Once more: ").equals(sources.passphrase.reveal()))
            return failed({.message = "The passphrases differ; nothing was saved."});
    }
    if (hasVault && !sources.passphrase.isEmpty())
        sources.vaultKey = vaultKeyOf(sources.dataFolder);
    takeInJournals(sources.dataFolder);
    const std::string into =
        options.backupFolder.empty() ? snapshotFolder(sources.dataFolder) : options.backupFolder;
    const std::int64_t nowS = SystemClock().unixUs() / 1'000'000;
    const auto saved = backup::save(sources, into, nowS);
    if (!saved.ok())
        return failed(saved.error());
    tell(into + "/" + backup::stampOf(nowS), saved.value());
    return 0;
}

namespace {

// Into the database that config names.
Result<std::int64_t> loadDatabase(const config::Config &config, const std::string &file,
                                  const std::string &dataFolder)
{
    GW_TRY(const auto settings, databaseOf(config, &processEnvironment));
    if (!settings)
        return Error{.message = "neither DATABASE_URL nor the config names a database"};
    auto opened = postgres::Connection::open(*settings, "portico restore");
    if (!opened.ok() && postgres::mayBeMissing(opened.error())) {
        GW_CHECK(postgres::makeDatabase(*settings, opened.error()));
        opened = postgres::Connection::open(*settings, "portico restore");
    }
    GW_TRY(const auto connection, std::move(opened));
    GW_CHECK(postgres::bringUpToDate(*connection, postgres::schemaSteps(), dataFolder,
                                     mayChangeSchema(config, &processEnvironment)));
    return postgres::loadSchema(*connection, "portico", file);
}

// What became of the database is told; that it was not put back does not undo the rest.
bool restoreDatabase(const BackendPaths &paths, const std::string &file)
{
    config::LoadOptions load;
    if (QFile::exists(paths.config))
        load.path = paths.config.toStdString();
    load.environment = &processEnvironment;
    const config::LoadOutcome outcome = config::loadConfig(load);
    const auto loaded = outcome.ok() ? loadDatabase(*outcome.config, file, paths.data.toStdString())
                                     : Result<std::int64_t>(Error{.message = outcome.problem()});
    if (loaded.ok()) {
        std::printf("%lld rows of the shared database are back\n", static_cast<long long>(loaded.value()));
        return true;
    }
    std::printf("The shared database stays as it is: %s. To put it back later: restore %s\n",
                loaded.error().message.c_str(), file.c_str());
    return false;
}

}   // namespace

int runRestore(const Options &options)
{
    const BackendPaths paths = pathsFor(options);
    if (!options.words.empty() && options.words.front().ends_with(".jsonl.zst"))
        return restoreDatabase(paths, options.words.front()) ? 0 : 1;
    backup::Target target;
    target.dataFolder = paths.data.toStdString();
    target.configFile = paths.config.toStdString();
    target.replace = options.force;
    std::string snapshot = options.words.empty() ? std::string() : options.words.front();
    if (snapshot.empty()) {
        const std::vector<backup::Kept> all = backup::list(
            options.backupFolder.empty() ? snapshotFolder(target.dataFolder) : options.backupFolder);
        if (all.empty())
            return failed({.message = "There is no snapshot; name its folder: restore FOLDER"});
        snapshot = all.back().folder;
    }
    auto passphrase = givenPassphrase(options, &processEnvironment);
    if (!passphrase.ok())
        return failed(passphrase.error());
    target.passphrase = std::move(passphrase).value();
    const bool hasKey = QFile::exists(QString::fromStdString(snapshot + "/vault-key"));
    if (hasKey && target.passphrase.isEmpty())
        target.passphrase = askFor("Passphrase of the snapshot (empty: leave the vault closed): ");
    QDir().mkpath(paths.data);
    QLockFile lock(paths.data + QStringLiteral("/lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0))
        return failed({.message = "A gateway is using " + target.dataFolder + ". Stop it first."});
    const auto restored = backup::restore(snapshot, target);
    if (!restored.ok())
        return failed(restored.error());
    tell("restored from " + snapshot, restored.value().manifest);
    for (const std::string &note : restored.value().notes)
        std::printf("%s\n", note.c_str());
    if (!restored.value().postgres.empty())
        restoreDatabase(paths, restored.value().postgres);
    return 0;
}

}   // namespace gw::app
