#pragma once

#include "core/client/finding.h"
#include "core/client/values.h"
#include "core/client/vaultclient.h"
#include "core/config/schema.h"

#include <QCoreApplication>

#include <functional>
#include <optional>
#include <string>

namespace gw::client {

// What the doctor looks at. Functions make the machine replaceable by a test.
struct DoctorFacts
{
    Status status;
    VaultState vault;
    config::ConfigPtr config;                                                     // May be null.
    std::function<std::optional<std::string>(const std::string &)> environment;   // Of variables.
    std::function<bool(const std::string &)> isReadable;                          // Of a file or folder.
    std::function<std::int64_t(const QString &)> freeBytes;                       // -1: unknown.
    QString dataFolder;
};

// Examines an installation for what has kept people from working: the port, the vault, proxies that swallow
// loopback, certificates, the config, disk space, deployments without a key. Every check is in the answer,
// the good ones too, the faults first. Reads a few files' status; any thread.
class Doctor final
{
    Q_DECLARE_TR_FUNCTIONS(gw::client::Doctor)

public:
    static std::vector<Finding> examine(const DoctorFacts &facts);
    // The real machine's functions.
    static void useThisMachine(DoctorFacts &facts);

private:
    static Finding port(const DoctorFacts &facts);
    static Finding vault(const DoctorFacts &facts);
    static Finding proxy(const DoctorFacts &facts);
    static Finding certificates(const DoctorFacts &facts);
    static Finding configFile(const DoctorFacts &facts);
    static std::vector<Finding> origins(const DoctorFacts &facts);
    static Finding space(const DoctorFacts &facts);
};

}   // namespace gw::client
