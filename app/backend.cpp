#include "app/backend.h"

#include "core/api/routes.h"
#include "core/base/ids.h"
#include "core/base/logging.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <algorithm>
#include <thread>

namespace gw::app {

namespace {

constexpr int kMaxDesktopWorkers = 4;
constexpr int kLockTimeoutMs = 200;

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

Backend::Backend(Options options, BackendPaths paths, config::EnvironmentReader environment)
    : m_options(std::move(options))
    , m_paths(std::move(paths))
    , m_environment(std::move(environment))
{
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    m_workers = m_options.workers > 0 ? m_options.workers : std::min(cores, kMaxDesktopWorkers);
}

Backend::~Backend()
{
    if (m_host) {
        QMetaObject::invokeMethod(
            m_host, [this] { delete m_host; }, Qt::BlockingQueuedConnection);
        m_host = nullptr;
    }
    m_thread.quit();
    m_thread.wait();
    m_reader.reset();
    if (m_ledger)
        m_ledger->stop();
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
    GW_CHECK(readConfig());
    GW_CHECK(chooseKey());
    const std::string folder = m_paths.data.toStdString();
    m_ledger = std::make_unique<ledger::Ledger>(ledger::Ledger::Options{folder, m_workers, "local"});
    GW_CHECK(m_ledger->start());
    m_reader = std::make_unique<ledger::LedgerReader>(folder);
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
            m_host->addRoutes(api::systemRoutes(m_host->gateway(), m_host->shared(), *m_ledger));
            m_host->addRoutes(api::modelRoutes(*m_prices));
            m_host->addRoutes(api::spendRoutes(*m_reader));
            m_host->addRoutes(api::healthRoutes(m_host->gateway(), m_host->shared()));
        },
        Qt::BlockingQueuedConnection);
    context->deleteLater();
    connect(m_host, &engine::GatewayHost::stopped, this, &Backend::finished);
    applyToHost();
    return {};
}

Result<void> Backend::readConfig()
{
    if (!m_options.model.empty() && m_options.config.empty()) {
        m_config = configForModel(m_options);
        return {};
    }
    // The default file need not exist; one that was named must.
    config::LoadOptions options;
    if (!m_options.config.empty() || QFile::exists(m_paths.config))
        options.path = m_paths.config.toStdString();
    options.environment = m_environment;
    options.version = m_config ? m_config->version + 1 : 1;
    const config::LoadOutcome outcome = config::loadConfig(options);
    for (const config::Diagnostic &diagnostic : outcome.diagnostics)
        qCWarning(gwConfig, "%s", config::toText(diagnostic).c_str());
    if (!outcome.ok())
        return Error{.message = outcome.problem()};
    auto config = std::make_shared<config::Config>(*outcome.config);
    if (m_options.dropParams)
        config->litellm.dropParams = true;
    if (m_options.requestTimeoutS)
        config->litellm.requestTimeoutS = *m_options.requestTimeoutS;
    m_config = std::move(config);
    return {};
}

Result<void> Backend::chooseKey()
{
    auth::MasterKeyInputs inputs;
    inputs.fromConfig = m_config->general.masterKey;
    inputs.configProblem = m_config->general.masterKeyProblem;
    inputs.configNamed = !m_options.config.empty() || !m_options.model.empty();
    inputs.host = m_options.host;
    inputs.environment = m_environment;
    m_masterKey = auth::chooseMasterKey(inputs);
    if (!m_masterKey.refusal.empty())
        return Error{.message = m_masterKey.refusal};
    if (!m_masterKey.notice.empty())
        qCWarning(gwAuth, "%s", m_masterKey.notice.c_str());
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
    if (m_options.keepAliveTimeoutS)
        options.limits.idleTimeoutMs = *m_options.keepAliveTimeoutS * 1000;
    if (m_options.limitConcurrency)
        options.limits.connections = *m_options.limitConcurrency;
    if (m_config->general.maxRequestSizeMb)
        options.limits.bodyBytes = static_cast<std::size_t>(*m_config->general.maxRequestSizeMb) << 20;
    return options;
}

void Backend::applyToHost()
{
    QMetaObject::invokeMethod(
        m_host, [this] { m_host->apply(m_config, m_masterKey.key, m_masterKey.problem); },
        Qt::BlockingQueuedConnection);
}

std::string Backend::reload()
{
    const auth::MasterKeyChoice oldKey = m_masterKey;
    const config::ConfigPtr oldConfig = m_config;
    auto read = readConfig();
    if (read.ok())
        read = chooseKey();
    std::string problem;
    if (read.ok()) {
        applyToHost();
        qCInfo(gwConfig, "config reloaded: %zu models", m_config->deployments.size());
    } else {
        problem = read.error().message;
        m_masterKey = oldKey;
        m_config = oldConfig;
        qCWarning(gwConfig, "config not reloaded, the old one stays: %s", problem.c_str());
    }
    m_bus.publish(
        events::ConfigApplied{m_config->version, static_cast<int>(m_config->deployments.size()), problem});
    Q_EMIT configApplied(QString::fromStdString(problem));
    return problem;
}

Result<std::uint16_t> Backend::listen()
{
    Result<std::uint16_t> port = Error{};
    QMetaObject::invokeMethod(
        m_host, [this, &port] { port = m_host->start(); }, Qt::BlockingQueuedConnection);
    return port;
}

void Backend::drain()
{
    QMetaObject::invokeMethod(m_host, &engine::GatewayHost::drain, Qt::QueuedConnection);
}

void Backend::setPort(std::uint16_t port)
{
    QMetaObject::invokeMethod(
        m_host, [this, port] { m_host->setPort(port); }, Qt::BlockingQueuedConnection);
}

}   // namespace gw::app
