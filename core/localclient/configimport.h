#pragma once

#include "core/client/configvalues.h"
#include "core/config/configfiles.h"
#include "core/config/yamlreader.h"

#include <QCoreApplication>

#include <span>
#include <string>
#include <vector>

namespace gw::client {

// Another config as this gateway understands it, and the taking over of it. Blocks on the disk; any thread.
class ConfigImport
{
    Q_DECLARE_TR_FUNCTIONS(gw::client::ConfigImport)

public:
    // options.path is the other config; its environment and secrets are those of this gateway.
    explicit ConfigImport(config::LoadOptions options);

    // ownPath is the config here.
    ImportPreview preview(const std::string &ownPath) const;
    // The other text in place of the one here; what it includes is named where it lies.
    config::SaveOutcome copyTo(const std::string &ownPath, const config::EditOptions &options) const;
    // Chosen rows, as they are written, behind the models here.
    config::SaveOutcome addModelsTo(const std::string &ownPath, std::span<const int> rows,
                                    const config::EditOptions &options) const;

private:
    ImportModel modelOf(const config::ModelRow &row) const;
    void addSettings(ImportPreview &out) const;

    config::LoadOptions m_options;
    config::ConfigFiles m_files;
};

ConfigProblem problemOf(const config::Diagnostic &diagnostic);

}   // namespace gw::client
