#include "app/backend.h"

#include "app/backupactions.h"
#include "app/database.h"
#include "app/modelrules.h"
#include "core/access/sharedstore.h"
#include "core/api/routes.h"
#include "core/base/ids.h"
#include "core/base/logging.h"
#include "core/config/atomicfile.h"
#include "core/config/configfiles.h"
#include "core/engine/version.h"
#include "core/passage/passroutes.h"
#include "core/postgres/schema.h"
#include "core/takeover/takeover.h"
#include "core/web/web.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <iterator>
#include <thread>

namespace gw::app {

namespace {

constexpr int kMaxDesktopWorkers = 4;
constexpr int kLockTimeoutMs = 200;
constexpr auto kActivateTime = std::chrono::seconds(5);
constexpr auto kTakeOverTime = std::chrono::seconds(60);
constexpr std::string_view kNewConfig =
    "# Models and settings of Portico, in LiteLLM's format. The window adds to this file.\n";

// --model NAME: one deployment that answers to its name, to its alias and to every other name.
config::ConfigPtr configForModel(const Options &options)
{
    auto config = std::make_shared<config::Config>();
    const std::string name = options.alias.empty() ? options.model : options.alias;
    for (const std::string &publicName : {name, std::string("*")}) {
        config::Deployment deployment;
        deployment.modelName = publicName;
        deployment.params.model = options.model;
        deployment.params.apiBase = options.apiBase;
        deployment.params.apiVersion = options.apiVersion;
        if (options.temperature)
            deployment.params.defaults["temperature"] = *options.temperature;
        if (options.maxTokens)
            deployment.params.defaults["max_tokens"] = *options.maxTokens;
        if (const auto headers = json::parse(options.headers); headers.ok() && headers.value().is_object()) {
            for (const auto &member : headers.value().get_object()) {
                if (member.value().is_string())
                    deployment.params.extraHeaders.emplace(std::string(member.key()),
                                                           std::string(member.value().get_string()));
            }
        }
        deployment.info.id = sha256Hex(options.model + "\n" + options.apiBase + "\n" + publicName);
        config->deployments.push_back(std::move(deployment));
    }
    config->version = 1;
    return config;
}

}   // namespace

BackendPaths pathsFor(const Options &options)
{
    BackendPaths paths;
    const QString product = QStringLiteral(GW_PRODUCT_NAME);
    paths.data = options.dataFolder.empty()
                     ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                           QLatin1Char('/') + product
                     : QString::fromStdString(options.dataFolder);
    if (!options.config.empty())
        paths.config = QString::fromStdString(options.config);
    else if (options.model.empty())
        paths.config = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                       QLatin1Char('/') + product + QStringLiteral("/config.yaml");
    return paths;
}

Backend::Backend(Face face, Options options, BackendPaths paths, config::EnvironmentReader environment)
    : m_face(face)
    , m_options(std::move(options))
    , m_paths(std::move(paths))
    , m_environment(std::move(environment))
    , m_backups(m_clock, [this] { return backupSources(); })
{
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    m_workers = m_options.workers > 0 ? m_options.workers : std::min(cores, kMaxDesktopWorkers);
}

Backend::~Backend()
{
    m_archive.reset();
    if (m_directory)
        m_directory->close();
    if (m_watch)
        m_watch->stop();
    if (m_sharedReader)
        m_sharedReader->close();
    if (m_host) {
        QMetaObject::invokeMethod(
            m_host, [this] { delete m_host; }, Qt::BlockingQueuedConnection);
        m_host = nullptr;
    }
    m_thread.quit();
    m_thread.wait();
    m_watcher.reset();
    m_door.reset();
    m_keychain.reset();
    m_directory.reset();
    m_sharedReader.reset();
    m_reader.reset();
    if (m_ledger)
        m_ledger->stop();
    finishOutbox();
    m_watch.reset();
    m_outbox.reset();
    m_ledger.reset();
    if (m_lock)
        m_lock->unlock();
}

Result<void> Backend::prepare()
{
    if (!QDir().mkpath(m_paths.data))
        return Error{.message = "The data folder " + m_paths.data.toStdString() + " cannot be created."};
    QFile::setPermissions(m_paths.data, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_lock = std::make_unique<QLockFile>(m_paths.data + QStringLiteral("/lock"));
    m_lock->setStaleLockTime(0);
    if (!m_lock->tryLock(kLockTimeoutMs)) {
        qint64 pid = 0;
        QString host;
        QString program;
        m_lock->getLockInfo(&pid, &host, &program);
        m_lock.reset();
        return Error{.message = "The data folder " + m_paths.data.toStdString() + " is in use by " +
                                program.toStdString() + " (pid " + std::to_string(pid) +
                                "). Stop it, or start this one with --data-dir."};
    }
    auto prices = pricing::PriceTable::builtin();
    if (!prices.ok())
        return prices.error();
    m_prices = std::make_unique<pricing::PriceTable>(std::move(prices).value());
    m_vault = std::make_unique<config::Vault>(m_paths.data.toStdString() + "/vault");
    openVault();
    GW_CHECK(readConfig());
    GW_CHECK(chooseKey());
    GW_CHECK(chooseDatabase());
    const std::string folder = m_paths.data.toStdString();
    m_ledger = std::make_unique<ledger::Ledger>(ledger::Ledger::Options{folder, m_workers, m_gatewayId});
    m_watch = std::make_unique<sinks::Watch>(folder, *m_ledger, m_environment);
    shareLedger();
    m_watch->expect(*m_config);
    GW_CHECK(m_ledger->start());
    if (m_outbox)
        m_outbox->start();
    m_reader = std::make_unique<ledger::LedgerReader>(folder);
    openDirectory();
    startHost();
    // The config was read before there was a directory to add models from.
    if (m_directory && !m_directory->models().select().empty())
        m_watcher->reload();
    return {};
}

Result<void> Backend::chooseDatabase()
{
    GW_TRY(m_gatewayId, gatewayIdOf(m_paths.data.toStdString()));
    GW_TRY(m_database, databaseOf(*m_config, m_environment));
    return {};
}

// Before the ledger starts: its first rows are to reach the database, too.
void Backend::shareLedger()
{
    if (!m_database)
        return;
    sharedledger::OutboxSetup setup;
    setup.ledgerFolder = m_paths.data.toStdString();
    setup.gateway = m_gatewayId;
    setup.settings = *m_database;
    setup.backupFolder = m_paths.data.toStdString();
    setup.mayChangeSchema = mayChangeSchema(*m_config, m_environment);
    m_outbox = std::make_unique<sharedledger::Outbox>(std::move(setup));
    m_watch->follow(*m_outbox);
    m_sharedReader = std::make_unique<sharedledger::SharedReader>(
        *m_database,
        [folder = m_paths.data.toStdString(),
         mayChange = mayChangeSchema(*m_config, m_environment)](postgres::Connection &connection) {
            return postgres::bringUpToDate(connection, postgres::schemaSteps(), folder, mayChange);
        });
}

// The ledger's last rows go up if that is soon done; else the next start brings them.
void Backend::finishOutbox()
{
    if (!m_outbox)
        return;
    constexpr auto kWait = std::chrono::seconds(3);
    const auto done = std::make_shared<std::promise<void>>();
    m_outbox->settle([done] { done->set_value(); });
    done->get_future().wait_for(kWait);
    m_outbox->stop();
}

// Requests with the master key go on without it.
void Backend::openDirectory()
{
    auto opened = access::Directory::open(m_paths.data.toStdString() + "/access.db", m_clock);
    Result<void> loaded = opened.ok() ? billing::loadTotals(*m_reader, opened.value()->spending())
                                      : Result<void>(opened.error());
    if (!loaded.ok()) {
        qCCritical(gwAuth, "there are no virtual keys: %s", loaded.error().message.c_str());
        return;
    }
    m_directory = std::move(opened).value();
    m_directory->listen([this](const std::vector<access::Change> &changes) {
        if (std::ranges::any_of(changes, [](const access::Change &change) {
                return change.kind == access::Kind::Model || change.kind == access::Kind::Credential;
            }))
            QMetaObject::invokeMethod(
                this, [this] { m_watcher->reload(); }, Qt::QueuedConnection);
    });
    if (m_database)
        m_directory->share({.settings = *m_database,
                            .gateway = m_gatewayId,
                            .backupFolder = m_paths.data.toStdString(),
                            .mayChangeSchema = mayChangeSchema(*m_config, m_environment)});
    if (m_database)
        takeOverLitellm();
}

Secret Backend::sealKey() const
{
    const std::scoped_lock lock(m_sealMutex);
    return m_sealKey;
}

api::StoredModels Backend::storedModels()
{
    api::StoredModels out;
    out.directory = m_directory.get();
    out.key = [this] { return sealKey(); };
    out.shared = m_database.has_value();
    out.hasSaltKey = !m_environment("LITELLM_SALT_KEY").value_or("").empty();
    out.rotated = [this](const Secret &key) {
        const std::scoped_lock lock(m_sealMutex);
        m_rotated = {m_masterKey.key, key};
        m_sealKey = key;
    };
    // Behind the reading that the change has asked for.
    out.activate = [this] { waitForTurn(); };
    return out;
}

void Backend::waitForTurn()
{
    const auto come = std::make_shared<std::promise<void>>();
    QMetaObject::invokeMethod(
        this, [come] { come->set_value(); }, Qt::QueuedConnection);
    come->get_future().wait_for(kActivateTime);
}

api::ConfigDesk Backend::configDesk()
{
    api::ConfigDesk out;
    out.path = m_paths.config.toStdString();
    out.backupFolder = backupFolder().toStdString();
    out.environment = m_environment;
    // The vault belongs to this thread.
    out.keep = [this](const std::string &name, const Secret &secret) -> Result<void> {
        const auto kept = std::make_shared<std::promise<Result<void>>>();
        QMetaObject::invokeMethod(
            this,
            [this, kept, name, secret] {
                openVaultLate();
                kept->set_value(m_vault->store(name, secret));
            },
            Qt::QueuedConnection);
        auto outcome = kept->get_future();
        if (outcome.wait_for(kActivateTime) != std::future_status::ready)
            return Error{.code = ErrorCode::SecretAway, .message = "the vault does not answer"};
        return outcome.get();
    };
    out.activate = [this] {
        QMetaObject::invokeMethod(
            this, [this] { reload(); }, Qt::QueuedConnection);
        waitForTurn();
    };
    return out;
}

// Of the proxy whose database this is, before anybody with one of its keys is let in.
void Backend::takeOverLitellm()
{
    const auto done = std::make_shared<std::promise<void>>();
    const takeover::ModelRules models = modelRules(*m_config, m_environment);
    m_directory->editWhenConnected([settings = *m_database, models, done](access::Edit &edit) {
        const auto taken = takeover::takeOver(edit, settings, takeover::When::Once, models);
        if (!taken.ok())
            qCWarning(gwAuth, "LiteLLM's tables: %s", taken.error().message.c_str());
        else if (taken.value())
            qCInfo(gwAuth, "%s", taken.value()->text().c_str());
        done->set_value();
    });
    if (m_directory->standing() == access::Standing::Connected)
        done->get_future().wait_for(kTakeOverTime);
}

void Backend::startHost()
{
    m_thread.setObjectName(QStringLiteral("gateway"));
    m_thread.start();
    auto *context = new QObject;
    context->moveToThread(&m_thread);
    QMetaObject::invokeMethod(
        context,
        [this] {
            const auto environment = [this](std::string_view name) {
                return m_environment(std::string(name));
            };
            m_host =
                new engine::GatewayHost(hostOptions(), *m_prices, m_clock, m_bus, *m_ledger, environment);
            m_host->shared().directory = m_directory.get();
            if (m_directory)
                m_host->shared().routing->budgets.use(m_directory->spending());
            m_host->addRoutes(api::systemRoutes(m_host->gateway(), m_host->shared()));
            m_host->addRoutes(api::modelRoutes(*m_prices));
            api::SpendReaders readers{.local = *m_reader, .shared = m_sharedReader.get()};
            if (m_sharedReader) {
                readers.sharedUp = [this] { return m_sharedReader->up(); };
                readers.settle = [this](std::function<void()> done) { m_outbox->settle(std::move(done)); };
            }
            m_host->addRoutes(api::spendRoutes(m_directory.get(), readers, *m_ledger, m_host->shared()));
            m_host->addRoutes(api::repriceRoutes(m_directory.get(), *m_ledger, m_host->shared()));
            m_host->addRoutes(api::accessRoutes(m_directory.get(), storedModels()));
            m_host->addRoutes(api::storedModelRoutes(storedModels()));
            m_host->addRoutes(api::configRoutes(m_directory.get(), configDesk()));
            m_host->addRoutes(api::activityRoutes(m_directory.get(), readers));
            const auto background = std::make_shared<api::Background>(m_host->shared());
            m_host->gateway().setDetour(std::bind_front(&api::Background::take, background));
            m_host->addRoutes(passage::responseRoutes(api::responseRoutes(m_host->shared(), background)));
            m_host->addRoutes(api::utilityRoutes(m_host->shared()));
            m_host->addRoutes(api::cacheRoutes(m_host->gateway()));
            m_host->addRoutes(passage::filesRoutes());
            m_host->addRoutes(passage::passRoutes());
            m_host->gateway().setEndpointHandler(passage::endpointHandler());
            m_health = std::make_shared<api::HealthChecks>(m_host->gateway());
            m_host->addRoutes(api::healthRoutes(m_host->gateway(), m_health));
            m_host->addRoutes(api::healthHistoryRoutes(m_host->gateway(), m_health));
            m_host->addRoutes(api::watchingRoutes(m_host->gateway(), m_host->shared(), *m_watch));
            addWeb(readers);
        },
        Qt::BlockingQueuedConnection);
    context->deleteLater();
    connect(m_host, &engine::GatewayHost::stopped, this, &Backend::finished);
    m_archive = std::make_unique<keeping::ResponseArchive>(m_paths.data.toStdString() + "/responses",
                                                           *m_vault, m_host->shared().stores.responses);
    applyToHost();
}

// The pages of /ui, unless DISABLE_ADMIN_UI says that there are none.
void Backend::addWeb(const api::SpendReaders &readers)
{
    const std::string disabled = m_environment("DISABLE_ADMIN_UI").value_or("");
    if (disabled == "True" || disabled == "true" || disabled == "1")
        return;
    engine::ApiRoutes inside = api::accessRoutes(m_directory.get(), storedModels());
    for (engine::ApiRoutes part :
         {api::spendRoutes(m_directory.get(), readers, *m_ledger, m_host->shared()),
          api::activityRoutes(m_directory.get(), readers), api::storedModelRoutes(storedModels())})
        std::ranges::move(part, std::back_inserter(inside));
    std::string root = m_environment("SERVER_ROOT_PATH").value_or("");
    while (root.ends_with('/'))
        root.pop_back();
    web::SiteSetup setup{.gateway = m_host->gateway(),
                         .shared = m_host->shared(),
                         .health = m_health,
                         .stored = storedModels(),
                         .masterKey = [this] {
                             const std::scoped_lock lock(m_sealMutex);
                             return m_loginKey;
                         }};
    if (const auto name = m_environment("UI_USERNAME"); name && !name->empty())
        setup.userName = *name;
    setup.password = Secret(m_environment("UI_PASSWORD").value_or(""));
    setup.root = std::move(root);
    m_host->addRoutes(web::webRoutes(std::move(setup), inside));
}

// Asks for the vault's key. On a desktop the keychain may take its time, or ask the user; until then the
// deployments whose keys lie in the vault answer that it is closed.
void Backend::openVault()
{
    config::VaultKeyOptions options;
    options.environment = m_environment;
    options.dataFolder = m_paths.data.toStdString();
    options.mayAsk = m_face == Face::Desktop;
    if (m_face == Face::Desktop) {
        m_keychain = config::makeKeychain(GW_PRODUCT_NAME);
        options.keychain = m_keychain.get();
    }
    m_door = std::make_unique<config::VaultDoor>(*m_vault, std::move(options));
    connect(m_door.get(), &config::VaultDoor::changed, this, &Backend::onVaultChanged);
    if (m_face == Face::Headless && !m_vault->exists())
        return;   // Nothing to open, and no key to look for.
    m_door->open();
}

void Backend::openVaultLate()
{
    if (!m_vault->isOpen() && !m_door->isLocked() && m_door->key().source == config::VaultKeySource::None &&
        m_door->key().problem.empty())
        m_door->open();
}

void Backend::onVaultChanged()
{
    if (!m_door->key().problem.empty())
        qCWarning(gwConfig, "the vault is closed: %s", m_door->key().problem.c_str());
    Q_EMIT vaultChanged();
    // The first reading comes after this when the key was at hand; else what was read without keys is read
    // again.
    if (!m_host)
        return;
    m_archive->update(m_config->general.keepResponses);
    m_watcher->reload();
}

Result<void> Backend::readConfig()
{
    // The default file need not exist; one that was named must. The window gets one to add to and to watch.
    if (m_face == Face::Desktop && m_options.config.empty() && m_options.model.empty() &&
        !QFile::exists(m_paths.config)) {
        QDir().mkpath(QFileInfo(m_paths.config).path());
        const auto created = config::writeFileAtomically(m_paths.config.toStdString(), kNewConfig);
        if (!created.ok())
            qCWarning(gwConfig, "no config file can be made: %s", created.error().message.c_str());
    }
    for (const std::string &file : config::undoUnfinishedEdit(backupFolder().toStdString()))
        qCWarning(gwConfig, "a change of several files was cut short; %s is as it was before", file.c_str());
    config::LoadOptions options;
    if (m_options.model.empty() && (!m_options.config.empty() || QFile::exists(m_paths.config)))
        options.path = m_paths.config.toStdString();
    options.environment = m_environment;
    options.secrets = [this](const std::string &name) { return m_vault->resolve(name); };
    options.stored = [this] {
        return m_directory ? api::storedRows(*m_directory, api::ModelSeal(sealKey()))
                           : std::vector<json::Object>();
    };
    m_watcher = std::make_unique<config::ConfigWatcher>(m_store, std::move(options));
    const config::LoadOutcome outcome = m_watcher->start();
    for (const config::Diagnostic &diagnostic : outcome.diagnostics)
        qCWarning(gwConfig, "%s", config::toText(diagnostic).c_str());
    if (!outcome.ok())
        return Error{.message = outcome.problem()};
    m_config = withFlags(outcome.config);
    connect(m_watcher.get(), &config::ConfigWatcher::applied, this, &Backend::onConfig);
    return {};
}

// What the command line says goes over the file.
config::ConfigPtr Backend::withFlags(const config::ConfigPtr &config) const
{
    if (!m_options.model.empty() && m_options.config.empty())
        return configForModel(m_options);
    auto out = std::make_shared<config::Config>(*config);
    if (m_options.dropParams)
        out->litellm.dropParams = true;
    if (m_options.requestTimeoutS)
        out->litellm.requestTimeoutS = *m_options.requestTimeoutS;
    return out;
}

void Backend::onConfig(const config::ConfigPtr &config, const QString &problem)
{
    std::string reason = problem.toStdString();
    if (reason.empty()) {
        const config::ConfigPtr before = std::exchange(m_config, withFlags(config));
        const auth::MasterKeyChoice keyBefore = m_masterKey;
        if (const auto chosen = chooseKey(); chosen.ok()) {
            applyToHost();
            for (const config::Diagnostic &diagnostic : m_config->diagnostics)
                qCWarning(gwConfig, "%s", config::toText(diagnostic).c_str());
            qCInfo(gwConfig, "config reloaded: %zu models", m_config->deployments.size());
        } else {
            reason = chosen.error().message;
            m_config = before;
            m_masterKey = keyBefore;
        }
    }
    if (!reason.empty())
        qCWarning(gwConfig, "config not reloaded, the old one stays: %s", reason.c_str());
    m_bus.publish(
        events::ConfigApplied{m_config->version, static_cast<int>(m_config->deployments.size()), reason});
    Q_EMIT configApplied(QString::fromStdString(reason));
}

Result<void> Backend::chooseKey()
{
    auth::MasterKeyInputs inputs;
    inputs.fromConfig = m_config->general.masterKey;
    inputs.configProblem = m_config->general.masterKeyProblem;
    inputs.configNamed = !m_options.config.empty() || !m_options.model.empty();
    inputs.host = m_options.host;
    inputs.environment = m_environment;
    inputs.readVault = [this]() -> Result<Secret> {
        const std::vector<std::string> names = m_vault->names();
        if (m_vault->isOpen() && std::ranges::find(names, kMasterKeyEntry) == names.end())
            return Secret();
        return m_vault->resolve(kMasterKeyEntry);
    };
    inputs.writeVault = [this](const Secret &key) { return m_vault->store(kMasterKeyEntry, key); };
    auth::MasterKeyChoice choice = auth::chooseMasterKey(inputs);
    if (!choice.refusal.empty())
        return Error{.message = choice.refusal};
    if (!choice.notice.empty() && choice.notice != m_masterKey.notice)
        qCWarning(gwAuth, "%s", choice.notice.c_str());
    m_masterKey = std::move(choice);
    const std::scoped_lock lock(m_sealMutex);
    m_loginKey = m_masterKey.key;
    const std::string salt = m_environment("LITELLM_SALT_KEY").value_or("");
    const bool left = !m_rotated.second.isEmpty() && m_rotated.first.reveal() == m_masterKey.key.reveal();
    m_sealKey = !salt.empty() ? Secret(salt) : left ? m_rotated.second : m_masterKey.key;
    return {};
}

engine::HostOptions Backend::hostOptions() const
{
    engine::HostOptions options;
    if (!m_options.host.empty())
        options.addresses = QStringList{QString::fromStdString(m_options.host)};
    options.port = m_options.port;
    options.workers = m_workers;
    options.rootPath = m_environment("SERVER_ROOT_PATH").value_or("");
    options.environmentOrigins = m_environment("LITELLM_CORS_ORIGINS").value_or("");
    options.hubOnly = m_environment("PORTICO_HUB_ONLY").value_or("") == "1";
    const std::string transport = m_environment("PORTICO_TRANSPORT").value_or("auto");
    if (const auto choice = upstream::transportChoice(transport))
        options.transport = *choice;
    else
        qCWarning(gwUpstream, "PORTICO_TRANSPORT is '%s'; known are 'auto' and 'curl'", transport.c_str());
    if (m_options.keepAliveTimeoutS)
        options.limits.idleTimeoutMs = *m_options.keepAliveTimeoutS * 1000;
    if (m_options.limitConcurrency)
        options.limits.connections = *m_options.limitConcurrency;
    if (m_config->general.maxRequestSizeMb)
        options.limits.bodyBytes = static_cast<std::size_t>(*m_config->general.maxRequestSizeMb) << 20;
    return options;
}

// Once there are workers, whom alerts ask; nothing has happened before.
void Backend::tellWatch()
{
    m_watch->apply(m_config, *m_reader, api::watchedFacts(m_host->gateway(), m_host->shared()),
                   api::apiBasesOf(*m_host->gateway().snapshot()->table));
}

void Backend::applyToHost()
{
    bool serving = false;
    QMetaObject::invokeMethod(
        m_host,
        [this, &serving] {
            m_host->apply(m_config, m_masterKey.key, m_masterKey.problem);
            m_health->configure(m_host->listening());
            serving = m_host->listening();
        },
        Qt::BlockingQueuedConnection);
    if (m_directory) {
        applyAwayTolerance(*m_directory, m_config->general);
        api::applyBudgetConfig(*m_directory, *m_config);
    }
    m_ledger->setRetention({.keepS = m_config->general.spendLogsKeptS,
                            .everyS = m_config->general.spendLogsEveryS,
                            .waitS = m_config->watching.rowsWaitHours * std::int64_t{3600}});
    if (m_outbox)
        m_outbox->setRetention(m_config->general.spendLogsKeptS);
    const config::General &general = m_config->general;
    m_backups.setPlan({.folder = general.backupFolder.empty() ? snapshotFolder(m_paths.data.toStdString())
                                                              : general.backupFolder,
                       .everyS = general.backupEveryS,
                       .keepS = general.backupKeepS,
                       .maxBytes = std::int64_t{general.backupMaxGigabytes} << 30});
    if (serving)
        tellWatch();
    if (m_config->general.keepResponses)
        openVaultLate();
    m_archive->update(m_config->general.keepResponses);
}

backup::Sources Backend::backupSources() const
{
    backup::Sources out;
    out.dataFolder = m_paths.data.toStdString();
    out.configFiles = m_watcher->files();
    out.vaultKey = m_door->key().key;
    out.extras = extrasOf(*m_config, m_environment);
    out.program = std::string(engine::kVersion);
    if (auto given = givenPassphrase(m_options, m_environment); given.ok())
        out.passphrase = std::move(given).value();
    else
        qCWarning(gwApp, "%s", given.error().message.c_str());
    return out;
}

Result<std::uint16_t> Backend::listen()
{
    Result<std::uint16_t> port = Error{};
    QMetaObject::invokeMethod(
        m_host,
        [this, &port] {
            port = m_host->start();
            m_health->configure(m_host->listening());
        },
        Qt::BlockingQueuedConnection);
    if (port.ok())
        tellWatch();
    return port;
}

void Backend::drain()
{
    QMetaObject::invokeMethod(
        m_host,
        [this] {
            m_health->configure(false);
            m_host->drain();
        },
        Qt::QueuedConnection);
}

void Backend::ping(std::function<void()> pong)
{
    QMetaObject::invokeMethod(
        m_host,
        [this, pong = std::move(pong)] {
            const auto &workers = m_host->gateway().workers();
            auto left = std::make_shared<std::atomic<std::size_t>>(workers.size());
            for (engine::Worker *worker : workers) {
                worker->reactor.post([left, pong] {
                    if (--*left == 0)
                        pong();
                });
            }
        },
        Qt::QueuedConnection);
}

void Backend::setPort(std::uint16_t port)
{
    QMetaObject::invokeMethod(
        m_host, [this, port] { m_host->setPort(port); }, Qt::BlockingQueuedConnection);
}

}   // namespace gw::app
