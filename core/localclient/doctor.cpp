#include "core/localclient/doctor.h"

#include "core/localclient/texts.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

#include <algorithm>
#include <cstdlib>

namespace gw::client {

namespace {

constexpr const char *kSystemCertificates = "/etc/ssl/certs";
constexpr std::int64_t kLittleSpace = 512LL << 20;
constexpr int kLastPort = 65535;

// The first of the names that is set and not empty.
QString variable(const DoctorFacts &facts, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        if (const auto value = facts.environment(name); value && !value->empty())
            return text(*value);
    }
    return {};
}

bool coversLoopback(const QString &noProxy)
{
    const QStringList entries = noProxy.split(u',', Qt::SkipEmptyParts);
    const auto has = [&](const QString &wanted) {
        return std::ranges::any_of(entries, [&](const QString &entry) {
            return entry.trimmed() == wanted || entry.trimmed() == QStringLiteral("*");
        });
    };
    return has(QStringLiteral("localhost")) && has(QStringLiteral("127.0.0.1"));
}

}   // namespace

std::vector<Finding> Doctor::examine(const DoctorFacts &facts)
{
    std::vector<Finding> all{port(facts),  vault(facts),        configFile(facts),
                             proxy(facts), certificates(facts), space(facts)};
    std::ranges::copy(origins(facts), std::back_inserter(all));
    std::ranges::stable_sort(all, [](const Finding &a, const Finding &b) { return a.kind > b.kind; });
    return all;
}

void Doctor::useThisMachine(DoctorFacts &facts)
{
    facts.environment = [](const std::string &name) -> std::optional<std::string> {
        const char *value = std::getenv(name.c_str());
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
    facts.isReadable = [](const std::string &path) {
        const QFileInfo file(text(path));
        return file.isReadable() && (!file.isDir() || !QDir(file.filePath()).isEmpty());
    };
    facts.freeBytes = [](const QString &folder) {
        const QStorageInfo storage(folder);
        return storage.isValid() ? storage.bytesAvailable() : -1;
    };
}

Finding Doctor::port(const DoctorFacts &facts)
{
    const Status &status = facts.status;
    Finding finding{.id = QStringLiteral("port")};
    if (status.state == EngineState::PortBusy) {
        const int next = status.port < kLastPort ? status.port + 1 : status.port - 1;
        finding.kind = Finding::Kind::Fault;
        finding.title = status.portOwner.isEmpty()
                            ? tr("Port %1 is used by another program").arg(status.port)
                            : tr("Port %1 is used by %2").arg(status.port).arg(status.portOwner);
        finding.detail =
            tr("Requests do not arrive here. Stop that program, or let Portico listen elsewhere.");
        finding.fix = Finding::Fix::UsePort;
        finding.fixText = tr("Use port %1").arg(next);
        finding.value = QString::number(next);
    } else if (status.state == EngineState::Failed) {
        finding.kind = Finding::Kind::Fault;
        finding.title = tr("The gateway could not start");
        finding.detail = status.problem;
    } else if (status.state == EngineState::Stopped) {
        finding.kind = Finding::Kind::Note;
        finding.title = tr("The gateway is switched off");
    } else {
        finding.title = tr("The gateway listens on port %1").arg(status.port);
    }
    return finding;
}

Finding Doctor::vault(const DoctorFacts &facts)
{
    Finding finding{.id = QStringLiteral("vault")};
    if (facts.vault.problem.isEmpty()) {
        finding.title = facts.vault.source.isEmpty()
                            ? tr("The vault is open")
                            : tr("The vault is open, by: %1").arg(facts.vault.source);
        return finding;
    }
    finding.kind = Finding::Kind::Fault;
    finding.title = tr("The vault is closed");
    finding.detail = facts.vault.problem;
    finding.fix = Finding::Fix::UnlockVault;
    finding.fixText = facts.vault.mayChoosePassphrase ? tr("Choose a passphrase…") : tr("Unlock…");
    return finding;
}

Finding Doctor::proxy(const DoctorFacts &facts)
{
    Finding finding{.id = QStringLiteral("proxy")};
    const QString proxy = variable(facts, {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"});
    if (proxy.isEmpty()) {
        finding.title = tr("No proxy stands between programs and this computer");
        return finding;
    }
    if (coversLoopback(variable(facts, {"no_proxy", "NO_PROXY"}))) {
        finding.title = tr("The proxy of this session leaves out this computer");
        return finding;
    }
    finding.kind = Finding::Kind::Fault;
    finding.title = tr("A proxy may swallow requests to this computer");
    finding.detail =
        tr("This session sets a proxy, and NO_PROXY does not name localhost and 127.0.0.1. Programs that "
           "obey it look for the gateway on the proxy. Portico itself never does.");
    finding.fix = Finding::Fix::CopyText;
    finding.fixText = tr("Copy the line that helps");
    finding.value =
        QStringLiteral("export NO_PROXY=localhost,127.0.0.1,::1 no_proxy=localhost,127.0.0.1,::1");
    return finding;
}

Finding Doctor::certificates(const DoctorFacts &facts)
{
    Finding finding{.id = QStringLiteral("certificates")};
    const auto missing = [&](const QString &title, const QString &detail) {
        finding.kind = Finding::Kind::Fault;
        finding.title = title;
        finding.detail = detail;
    };
    if (facts.config) {
        std::vector<std::string> files{facts.config->litellm.sslCaFile};
        for (const config::Deployment &deployment : facts.config->deployments)
            files.push_back(deployment.params.sslCaFile);
        const auto lost = std::ranges::find_if(
            files, [&](const std::string &path) { return !path.empty() && !facts.isReadable(path); });
        if (lost != files.end()) {
            missing(tr("A certificate file of the config cannot be read"),
                    tr("%1 is named by ssl_verify. Requests that need it fail.").arg(text(*lost)));
            finding.fix = Finding::Fix::OpenSettings;
            finding.fixText = tr("Open the configuration");
            finding.value = QStringLiteral("ssl_verify");
            return finding;
        }
    }
    if (!facts.isReadable(kSystemCertificates)) {
        missing(tr("This computer knows no certificate authorities"),
                tr("No provider can be reached over TLS. The package ca-certificates brings them."));
        finding.fix = Finding::Fix::CopyText;
        finding.fixText = tr("Copy the line that helps");
        finding.value = QStringLiteral("sudo apt install ca-certificates");
        return finding;
    }
    finding.title = tr("Certificate authorities are there");
    return finding;
}

Finding Doctor::configFile(const DoctorFacts &facts)
{
    Finding finding{.id = QStringLiteral("config")};
    if (!facts.status.configProblem.isEmpty()) {
        finding.kind = Finding::Kind::Fault;
        finding.title = tr("The configuration has a mistake; the last good one is in force");
        finding.detail = facts.status.configProblem;
        finding.fix = Finding::Fix::OpenSettings;
        finding.fixText = tr("Open the configuration");
        return finding;
    }
    if (facts.status.deployments == 0) {
        finding.kind = Finding::Kind::Note;
        finding.title = tr("No model is set up yet");
        finding.detail = tr("Add a provider, or use a model server on this computer.");
        finding.fix = Finding::Fix::OpenProviders;
        finding.fixText = tr("Open providers");
        return finding;
    }
    finding.title =
        tr("The configuration is in force, with %n deployments", nullptr, facts.status.deployments);
    return finding;
}

std::vector<Finding> Doctor::origins(const DoctorFacts &facts)
{
    std::vector<Finding> findings;
    for (const QString &origin : facts.status.refusedOrigins)
        findings.push_back(
            {.id = QStringLiteral("origin"),
             .kind = Finding::Kind::Fault,
             .title = tr("%1 asked and was refused").arg(origin),
             .detail = tr("Web pages, and apps with a page inside, may ask once you allow them: else every "
                          "site you visit could use your keys. Allow it if you know what it is."),
             .fix = Finding::Fix::AllowOrigin,
             .fixText = tr("Allow it"),
             .value = origin});
    return findings;
}

Finding Doctor::space(const DoctorFacts &facts)
{
    Finding finding{.id = QStringLiteral("space")};
    const std::int64_t left = facts.freeBytes(facts.dataFolder);
    if (left < 0) {
        finding.kind = Finding::Kind::Note;
        finding.title = tr("How much room is left for the ledger is unknown");
        return finding;
    }
    const QString size = QLocale().formattedDataSize(left);
    if (left < kLittleSpace) {
        finding.kind = Finding::Kind::Fault;
        finding.title = tr("Only %1 are left where the ledger is kept").arg(size);
        finding.detail =
            tr("Without room requests are still answered, but what they cost can no longer be kept: %1.")
                .arg(facts.dataFolder);
        return finding;
    }
    finding.title = tr("There is room for the ledger: %1").arg(size);
    return finding;
}

}   // namespace gw::client
