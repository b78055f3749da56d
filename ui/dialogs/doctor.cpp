#include "ui/dialogs/doctor.h"

#include "core/client/gatewayclient.h"
#include "core/client/vaultclient.h"
#include "ui/dialogs/vaultaccess.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/framework/surfaces.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 720;

}   // namespace

Doctor::Doctor(client::GatewayClient &client,
               std::function<void(const QString &page, const QString &subject)> openPage, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_openPage(std::move(openPage))
{
    setWindowTitle(tr("Doctor"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("Doctor"), TextStyle::Title));
    all->addWidget((new Label(tr("What most often keeps programs from getting answers, looked at just now."),
                              TextStyle::Body, Colour::TextSecondary))
                       ->wrapped());
    auto *card = new Card;
    m_rows = card->body();
    m_rows->setSpacing(space::kMedium);
    all->addWidget(card);
    all->addStretch();
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    QPushButton *copy = button(tr("Copy report"), Emphasis::Secondary, u"copy"_s);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(client::reportText(m_findings)); });
    QPushButton *close = button(tr("Close"), Emphasis::Primary);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    foot->addWidget(copy);
    foot->addStretch();
    foot->addWidget(close);
    all->addLayout(foot);
    connect(&client, &client::GatewayClient::statusChanged, this, &Doctor::examine);
    connect(&client, &client::GatewayClient::configChanged, this, &Doctor::examine);
    connect(&client.vault(), &client::VaultClient::changed, this, &Doctor::examine);
    examine();
    fit();
    close->setFocus();
}

void Doctor::examine()
{
    m_findings = m_client.examine();
    const QString report = client::reportText(m_findings);
    if (report == m_shown)
        return;
    m_shown = report;
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const client::Finding &finding : m_findings)
        m_rows->addWidget(row(finding));
    if (isVisible())
        fit();
}

// As high as its sentences need at this width; a layout's own hint counts their lines at another one.
void Doctor::fit()
{
    layout()->activate();
    const int wide = std::max(width(), kWidth);
    resize(wide, layout()->totalHeightForWidth(wide));
}

QWidget *Doctor::row(const client::Finding &finding)
{
    using Kind = client::Finding::Kind;
    auto *line = new QWidget;
    auto *all = new QHBoxLayout(line);
    all->setContentsMargins({});
    all->setSpacing(space::kMedium);
    auto *badge = new Badge(finding.kind == Kind::Good   ? Mark::Ok
                            : finding.kind == Kind::Note ? Mark::Off
                                                         : Mark::Error,
                            finding.kind == Kind::Good   ? tr("good")
                            : finding.kind == Kind::Note ? tr("note")
                                                         : tr("fault"));
    badge->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * 10);
    all->addWidget(badge, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(space::kTight);
    words->addWidget(
        (new Label(finding.title, finding.kind == Kind::Good ? TextStyle::Body : TextStyle::BodyStrong))
            ->wrapped());
    if (!finding.detail.isEmpty())
        words->addWidget((new Label(finding.detail, TextStyle::Body, Colour::TextSecondary))->wrapped());
    all->addLayout(words, 1);
    if (finding.fix != client::Finding::Fix::None) {
        QPushButton *fix = smallButton(finding.fixText);
        fix->setObjectName(u"fix-"_s + finding.id);
        connect(fix, &QPushButton::clicked, this, [this, finding] { mend(finding); });
        all->addWidget(fix, 0, Qt::AlignTop);
    }
    return line;
}

void Doctor::mend(const client::Finding &finding)
{
    using Fix = client::Finding::Fix;
    switch (finding.fix) {
    case Fix::UsePort:
        m_client.setPort(finding.value.toInt());
        m_client.setRunning(true);
        break;
    case Fix::UnlockVault:
        VaultAccess::unlock(m_client.vault(), this);
        break;
    case Fix::CopyText:
        QGuiApplication::clipboard()->setText(finding.value);
        break;
    case Fix::OpenSettings:
        accept();
        m_openPage(u"settings"_s, finding.value);
        break;
    case Fix::OpenProviders:
        accept();
        m_openPage(u"providers"_s, {});
        break;
    case Fix::AllowOrigin:
        m_client.allowOrigin(finding.value);
        break;
    case Fix::None:
        break;
    }
}

}   // namespace gw::ui
