#include "core/client/gatewayclient.h"
#include "ui/dialogs/importconfig.h"
#include "ui/framework/page.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/pages/settings/backupspane.h"
#include "ui/pages/settings/sections.h"
#include "ui/pages/settings/yamlpane.h"

#include <QFileInfo>
#include <QSettings>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_settings();

namespace {

const QString kSectionKey = u"settings/section"_s;

class SettingsPage final : public PageFrame, public HoldsDraft
{
    Q_OBJECT

public:
    SettingsPage(Services &services, QWidget *parent)
        : PageFrame(tr("Settings"), parent)
        , m_services(services)
    {
        m_tabs = new QTabBar;
        for (const QString &name : {tr("General"), tr("Network"), tr("Security"), tr("Storage"), tr("YAML"),
                                    tr("Backups"), tr("About")})
            m_tabs->addTab(name);
        m_tabs->setExpanding(false);
        m_tabs->setDrawBase(true);
        m_tabs->setAccessibleName(tr("Groups of settings"));
        body()->addWidget(m_tabs);
        m_stack = new QStackedWidget;
        for (int i = 0; i < m_tabs->count(); ++i) {
            // Filled by showSection(): what nobody opens costs nothing.
            auto *place = new QWidget;
            (new QVBoxLayout(place))->setContentsMargins({});
            m_stack->addWidget(place);
        }
        body()->addWidget(m_stack, 1);
        connect(m_tabs, &QTabBar::currentChanged, this, &SettingsPage::showSection);
        const int section = services.settings.value(kSectionKey).toInt();
        if (section > 0 && section < m_tabs->count())
            m_tabs->setCurrentIndex(section);
        else
            showSection(0);
    }

    QString draftOf() const override
    {
        return m_yaml && m_yaml->isModified() ? m_yaml->fileName() : QString();
    }
    void saveDraft(std::function<void()> done) override
    {
        m_tabs->setCurrentIndex(Yaml);
        m_yaml->saveNow(std::move(done));
    }
    void dropDraft() override { m_yaml->revert(); }

private:
    // Of each gateway its own.
    QString draftPath() const
    {
        const QString folder = QFileInfo(m_services.settings.fileName()).path();
        const client::Place place = m_services.client.place();
        if (!place.elsewhere())
            return folder + u"/draft.yaml"_s;
        return folder + u"/draft-%1.yaml"_s.arg(qHash(place.address), 0, 16);
    }

    enum Section { General, Network, Security, Storage, Yaml, Backups, About };

    QWidget *make(int section)
    {
        const SettingsSections::AskPlace place = [this](const QString &file, int line, int column) {
            openYaml(file, line, column);
        };
        const auto import = [this] { ImportConfig::open(m_services.client, {}, window()); };
        switch (section) {
        case General:
            return SettingsSections::general(m_services, import);
        case Network:
            return SettingsSections::network(m_services, place);
        case Security:
            return SettingsSections::security(m_services, place);
        case Storage:
            return SettingsSections::storage(m_services);
        case Yaml:
            m_yaml = new YamlPane(m_services.client, draftPath());
            connect(m_yaml, &YamlPane::importAsked, this, import);
            return m_yaml;
        case Backups:
            return new BackupsPane(m_services.client);
        default:
            return SettingsSections::about(m_services);
        }
    }

    void showSection(int section)
    {
        QWidget *place = m_stack->widget(section);
        if (place->layout()->isEmpty())
            place->layout()->addWidget(make(section));
        m_stack->setCurrentIndex(section);
        m_services.settings.setValue(kSectionKey, section);
    }

    void openYaml(const QString &file, int line, int column)
    {
        m_tabs->setCurrentIndex(Yaml);
        m_yaml->openAt(file, line, column);
    }

    Services &m_services;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    YamlPane *m_yaml = nullptr;
};

}   // namespace

PageInfo describe_settings()
{
    return {.order = 100,
            .icon = u"settings"_s,
            .title = SettingsPage::tr("Settings"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new SettingsPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "settings.moc"
