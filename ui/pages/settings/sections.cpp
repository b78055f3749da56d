#include "ui/pages/settings/sections.h"

#include "core/client/configclient.h"
#include "core/client/gatewayclient.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"
#include "ui/framework/secretclipboard.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/pages/settings/settingsform.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSysInfo>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kMostWidth = 760;

client::ConfigPath path(const char *section, const char *key)
{
    return {std::string(section), std::string(key)};
}

// Two cards beside each other where there is room for both, else under each other.
class Pair final : public QWidget
{
public:
    Pair(QWidget *first, QWidget *second)
        : m_row(new QBoxLayout(QBoxLayout::LeftToRight, this))
        , m_parts{first, second}
    {
        m_row->setContentsMargins({});
        m_row->setSpacing(space::kMedium);
        for (QWidget *part : m_parts)
            m_row->addWidget(part, 1, Qt::AlignTop);
    }
    QSize minimumSizeHint() const override
    {
        const QSize both[] = {m_parts[0]->minimumSizeHint(), m_parts[1]->minimumSizeHint()};
        return {std::max(both[0].width(), both[1].width()), m_row->minimumSize().height()};
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QWidget::resizeEvent(event);
        const int wanted =
            m_parts[0]->minimumSizeHint().width() + m_parts[1]->minimumSizeHint().width() + m_row->spacing();
        m_row->setDirection(width() >= wanted ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    }

private:
    QBoxLayout *m_row;
    QWidget *m_parts[2];
};

// Cards under each other, not wider than is good to read.
class Column final : public QWidget
{
public:
    Column()
    {
        m_cards = new QVBoxLayout(this);
        m_cards->setContentsMargins({});
        m_cards->setSpacing(space::kMedium);
        setMaximumWidth(kMostWidth);
    }
    QVBoxLayout *add(const QString &title)
    {
        auto *card = make(title);
        m_cards->addWidget(card);
        return card->body();
    }
    // Two beside each other, where one under the other would be too high for a screen.
    std::pair<QVBoxLayout *, QVBoxLayout *> addPair(const QString &first, const QString &second)
    {
        setMaximumWidth(2 * kMostWidth);
        Card *cards[] = {make(first), make(second)};
        m_cards->addWidget(new Pair(cards[0], cards[1]));
        return {cards[0]->body(), cards[1]->body()};
    }
    QWidget *done()
    {
        m_cards->addStretch();
        // To the start of the page, not to its middle.
        auto *place = new QWidget;
        auto *row = new QHBoxLayout(place);
        row->setContentsMargins({});
        row->addWidget(this, 1);
        row->addStretch();
        return scrolled(place);
    }

private:
    static Card *make(const QString &title)
    {
        auto *card = new Card(title);
        card->body()->setSpacing(space::kSmall);
        // Sentences that could be higher must not be made so.
        card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        return card;
    }

    QVBoxLayout *m_cards = nullptr;
};

Label *fact(const QString &text)
{
    auto *label = (new Label(text))->wrapped();
    label->setMinimumHeight(32);
    return label;
}

SettingsForm *connected(SettingsForm *form, const SettingsSections::AskPlace &placeAsked)
{
    QObject::connect(form, &SettingsForm::placeAsked, form, placeAsked);
    return form;
}

}   // namespace

QPushButton *SettingsSections::openFolder(const QString &folder, const QString &name)
{
    QPushButton *open = smallButton(tr("Open folder"), Emphasis::Quiet, u"folder"_s);
    open->setAccessibleName(tr("Open folder: %1").arg(name));
    QObject::connect(open, &QPushButton::clicked, open,
                     [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
    return open;
}

QWidget *SettingsSections::placeField(const QString &shown, const QString &folder, const QString &name)
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    row->addWidget(new CopyField(shown, name), 1);
    row->addWidget(openFolder(folder, name));
    return box;
}

QWidget *SettingsSections::general(Services &services, const std::function<void()> &importAsked)
{
    auto *column = new Column;
    auto *form = new Form;
    auto *language = new QComboBox;
    language->addItem(tr("As the system does"), QString());
    language->addItem(u"English"_s, u"en"_s);
    language->addItem(u"Deutsch"_s, u"de"_s);
    language->addItem(u"简体中文"_s, u"zh_CN"_s);
    language->setCurrentIndex(
        std::max(0, language->findData(services.settings.value(QLatin1String(kLanguageKey)).toString())));
    form->addRow(tr("Language"), language, tr("Counts from the next start."));
    QObject::connect(language, &QComboBox::activated, language, [&services, language] {
        services.settings.setValue(QLatin1String(kLanguageKey), language->currentData());
    });
    auto *scheme = new QComboBox;
    scheme->addItem(tr("As the desktop does"), QString());
    scheme->addItem(tr("Light"), u"light"_s);
    scheme->addItem(tr("Dark"), u"dark"_s);
    scheme->setCurrentIndex(
        std::max(0, scheme->findData(services.settings.value(QLatin1String(kSchemeKey)).toString())));
    form->addRow(tr("Colours"), scheme);
    QObject::connect(scheme, &QComboBox::activated, scheme, [&services, scheme] {
        services.settings.setValue(QLatin1String(kSchemeKey), scheme->currentData());
        applyPreferredScheme(*qApp, services.settings);
    });
    column->add(tr("Language and look"))->addWidget(form);

    QVBoxLayout *import = column->add(tr("Coming from LiteLLM?"));
    import->addWidget(
        (new Label(tr("Portico reads config.yaml of the LiteLLM proxy. Look at what it would take over, "
                      "then copy it or add its models to yours."),
                   TextStyle::Body, Colour::TextSecondary))
            ->wrapped());
    QPushButton *choose = button(tr("Import a config…"));
    QObject::connect(choose, &QPushButton::clicked, choose, importAsked);
    import->addWidget(choose, 0, Qt::AlignLeft);
    return column->done();
}

QWidget *SettingsSections::address(Services &services)
{
    auto *here = new Form;
    const client::Status status = services.client.status();
    auto *shown = new CopyField(status.url, tr("Address for programs"));
    here->addRow(tr("Address for programs"), shown,
                 tr("Host and port are said at the start: --host and --port, or HOST and PORT."));
    const QStringList proxies = services.client.config().facts().proxies;
    here->addRow(tr("Proxy to providers"), fact(proxies.isEmpty() ? tr("none") : proxies.join(u"\n"_s)),
                 proxies.isEmpty()
                     ? tr("From the environment: https_proxy, http_proxy, all_proxy, no_proxy. A "
                          "deployment may name its own.")
                     : tr("From the environment. A deployment may name its own."));
    QObject::connect(&services.client, &client::GatewayClient::statusChanged, shown,
                     [&services, shown] { shown->setText(services.client.status().url); });
    return here;
}

QWidget *SettingsSections::network(Services &services, const AskPlace &placeAsked)
{
    auto *column = new Column;
    column->add(tr("Where it listens and calls"))->addWidget(address(services));
    using Kind = Setting::Kind;
    const QList<Setting> callers{
        {.path = path("portico_settings", "host_names"),
         .kind = Kind::List,
         .label = tr("Further host names"),
         .hint = tr("Besides localhost; other Host headers are refused, which stops DNS rebinding."),
         .fallback = tr("none")},
        {.path = path("portico_settings", "origins"),
         .kind = Kind::List,
         .label = tr("Web pages and apps"),
         .hint = tr("Origins such as app://obsidian.md, with commas between them."),
         .fallback = tr("none: web pages cannot use the gateway")},
        {.path = path("general_settings", "allowed_ips"),
         .kind = Kind::List,
         .label = tr("Addresses"),
         .hint = tr("Only these may call, with commas between them."),
         .fallback = tr("all")},
        {.path = path("general_settings", "max_request_size_mb"),
         .kind = Kind::Whole,
         .label = tr("Largest request"),
         .hint = tr("In MB; counts from the next start."),
         .fallback = u"100"_s,
         .most = 4096},
    };
    const QList<Setting> providers{
        {.path = path("litellm_settings", "ssl_verify"),
         .kind = Kind::Text,
         .label = tr("Check certificates"),
         .hint = tr("true, false, or the path of a file with the certificates that count."),
         .fallback = u"true"_s},
        {.path = path("litellm_settings", "request_timeout"),
         .kind = Kind::Number,
         .label = tr("Longest answer"),
         .hint = tr("In seconds."),
         .fallback = u"6000"_s,
         .most = 86400},
        {.path = path("router_settings", "stream_timeout"),
         .kind = Kind::Number,
         .label = tr("First piece of a stream"),
         .hint = tr("In seconds."),
         .fallback = tr("as the answer"),
         .most = 86400},
        {.path = path("router_settings", "num_retries"),
         .kind = Kind::Whole,
         .label = tr("Further tries"),
         .hint = tr("How often a failed request is tried again."),
         .fallback = u"0"_s,
         .most = 100},
    };
    const auto [who, how] = column->addPair(tr("Who may call"), tr("How it reaches providers"));
    who->addWidget(connected(new SettingsForm(services.client, callers), placeAsked));
    how->addWidget(connected(new SettingsForm(services.client, providers), placeAsked));
    return column->done();
}

QWidget *SettingsSections::keys(Services &services)
{
    auto *form = new Form;
    auto *vault = fact({});
    form->addRow(tr("Vault opened by"), vault,
                 tr("Keys of providers lie in an encrypted vault; config.yaml only names them."));
    auto *key = new CopyField({}, tr("Master key"));
    auto *clipboard = new SecretClipboard(key);
    key->setCopy([&services, clipboard] { clipboard->copy(services.client.masterKey()); });
    form->addRow(tr("Master key"), key, {});
    auto *none = fact(tr("none: only your own programs on this computer may call"));
    form->addRow(tr("Master key"), none, {});
    form->addRow(tr("Log"), fact(tr("without keys and prompts")),
                 tr("Secrets are cut out of every line and every error; there is nothing to switch on."));
    const auto refresh = [&services, form, vault, key, none] {
        const client::Status status = services.client.status();
        vault->setText(status.keySource);
        key->setText(status.masterKeyMasked);
        const bool needed = !status.masterKeyMasked.isEmpty();
        const QString source = services.client.config().facts().masterKeySource;
        form->setRowVisible(key, needed);
        form->setRowVisible(none, !needed);
        form->setHint(key, source.isEmpty()
                               ? QString()
                               : tr("From: %1. The copy leaves the clipboard after 30 s.").arg(source));
    };
    QObject::connect(&services.client, &client::GatewayClient::statusChanged, form, refresh);
    refresh();
    return form;
}

QWidget *SettingsSections::security(Services &services, const AskPlace &placeAsked)
{
    auto *column = new Column;
    column->add(tr("Keys"))->addWidget(keys(services));
    using Kind = Setting::Kind;
    const QList<Setting> settings{
        {.path = path("general_settings", "litellm_key_header_name"),
         .kind = Kind::Text,
         .label = tr("Header with the key"),
         .hint = tr("Programs send their key in this header and no other."),
         .fallback = tr("Authorization and the usual others")},
        {.path = path("general_settings", "enforce_user_param"),
         .kind = Kind::Switch,
         .label = tr("Refuse requests that name no user"),
         .hint = {},
         .fallback = u"off"_s},
        {.path = path("general_settings", "forward_client_headers_to_llm_api"),
         .kind = Kind::Switch,
         .label = tr("Pass the programs' x- headers on to providers"),
         .hint = tr("Never cookies or keys."),
         .fallback = u"off"_s},
        {.path = path("general_settings", "health_check_details"),
         .kind = Kind::Switch,
         .label = tr("Tell details in /health"),
         .hint = {},
         .fallback = u"on"_s},
    };
    column->add(tr("Requests"))
        ->addWidget(connected(new SettingsForm(services.client, settings), placeAsked));
    return column->done();
}

QWidget *SettingsSections::storage(Services &services)
{
    auto *column = new Column;
    const client::ConfigFacts facts = services.client.config().facts();
    auto *form = new Form;
    form->addRow(tr("Config"), placeField(facts.configPath, QFileInfo(facts.configPath).path(), tr("Config")),
                 tr("Models and settings. Another file: --config."));
    form->addRow(tr("Data"), placeField(facts.dataFolder, facts.dataFolder, tr("Data")),
                 tr("The ledger, the vault and the window's settings. Another folder: --data-dir."));
    form->addRow(tr("Copies of the config"),
                 placeField(facts.backupFolder, facts.backupFolder, tr("Copies of the config")),
                 tr("One before each change."));
    form->addRow(tr("Size of the ledger"), fact(QLocale().formattedDataSize(facts.ledgerBytes)),
                 tr("Every request is kept, in a few hundred bytes; nothing is deleted."));
    column->add(tr("On this disk"))->addWidget(form);
    return column->done();
}

QWidget *SettingsSections::about(Services &services)
{
    auto *column = new Column;
    const QString version = services.client.status().version;
    QVBoxLayout *card = column->add({});
    card->addWidget(new Label(u"Portico "_s + version, TextStyle::Heading));
    card->addWidget((new Label(tr("A gateway on your desktop between your programs and the providers of "
                                  "models. It speaks what the LiteLLM proxy speaks."),
                               TextStyle::Body, Colour::TextSecondary))
                        ->wrapped());
    auto *form = new Form;
    form->addRow(tr("Licence"), fact(tr("GNU General Public License, version 3 or later")));
    form->addRow(tr("Built with"), fact(u"Qt %1"_s.arg(QLatin1String(qVersion()))),
                 tr("Also Boost, OpenSSL, libcurl, yaml-cpp, simdjson, QtKeychain and zstd."));
    form->addRow(tr("Runs on"),
                 fact(QSysInfo::prettyProductName() + u", "_s + QSysInfo::currentCpuArchitecture()));
    card->addWidget(form);
    QPushButton *copy = button(tr("Copy these facts"), Emphasis::Secondary, u"copy"_s);
    QObject::connect(copy, &QPushButton::clicked, copy, [version] {
        QApplication::clipboard()->setText(u"Portico %1, Qt %2, %3, %4"_s.arg(
            version, QLatin1String(qVersion()), QSysInfo::prettyProductName(),
            QSysInfo::currentCpuArchitecture()));
    });
    card->addWidget(copy, 0, Qt::AlignLeft);
    return column->done();
}

}   // namespace gw::ui
