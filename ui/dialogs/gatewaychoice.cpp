#include "ui/dialogs/gatewaychoice.h"

#include "ui/dialogs/connectionparts.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"
#include "ui/framework/rowview.h"
#include "ui/framework/surfaces.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 860;
constexpr int kListWidth = 232;
constexpr int kIdRole = Qt::UserRole;
const QString kHere = u"here"_s;
const QString kNew = u"new"_s;

}   // namespace

GatewayChoice::GatewayChoice(client::PlacesClient &places, QWidget *parent)
    : QDialog(parent)
    , m_places(places)
{
    setWindowTitle(tr("Gateways"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("Gateways"), TextStyle::Title));
    all->addWidget((new Label(tr("Look at the gateway of this computer, or at a Portico that runs elsewhere. "
                                 "What programs send here goes on meanwhile."),
                              TextStyle::Body, Colour::TextSecondary))
                       ->wrapped());
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kLarge);
    auto *side = new QVBoxLayout;
    side->setSpacing(space::kSmall);
    side->addWidget(makeList(), 1);
    if (places.database()) {
        QPushButton *database = smallButton(tr("PostgreSQL of gateways…"), Emphasis::Quiet, u"database"_s);
        database->setAutoDefault(false);
        database->setToolTip(tr("Reads spend and keys of all gateways that share a database"));
        side->addWidget(database, 0, Qt::AlignLeft);
        connect(database, &QPushButton::clicked, this, [this] {
            reject();
            Q_EMIT databaseAsked();
        });
    }
    row->addLayout(side);
    m_here = makeHere();
    m_elsewhere = makeForm();
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_here);
    m_pages->addWidget(m_elsewhere);
    row->addWidget(m_pages, 1);
    all->addLayout(row, 1);
    all->addWidget(makeFoot());
    connect(&places, &client::PlacesClient::tested, this, &GatewayChoice::handleTested);
    for (QLineEdit *edit : m_elsewhere->findChildren<QLineEdit *>())
        connect(edit, &QLineEdit::textEdited, this, &GatewayChoice::check);
    connect(m_list, &QListWidget::currentItemChanged, this, &GatewayChoice::showPlace);
    fillList(places.current().isEmpty() ? kHere : places.current());
    resize(kWidth, sizeHint().height());
    makeRoom();
    m_list->setFocus();
}

// Wrapped words are taller than hints say, and an outcome adds some.
void GatewayChoice::makeRoom()
{
    layout()->activate();
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

QWidget *GatewayChoice::makeList()
{
    m_list = new QListWidget;
    m_list->setAccessibleName(tr("Known gateways"));
    m_list->setFixedWidth(kListWidth);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setItemDelegate(new RowDelegate(rowHeight(font(), 2), m_list));
    return m_list;
}

QWidget *GatewayChoice::makeHere()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(space::kMedium);
    column->addWidget(new Label(tr("This computer"), TextStyle::Heading));
    column->addWidget((new Label(tr("The gateway that runs in this window's own program. Nothing is needed "
                                    "to look at it."),
                                 TextStyle::Body, Colour::TextSecondary))
                          ->wrapped());
    column->addStretch();
    return page;
}

QWidget *GatewayChoice::fileField(QLineEdit *&edit, const QString &name)
{
    auto *field = new FileField(name, name, tr("PEM files (*.pem *.crt *.cer *.key);;All files (*)"));
    edit = field->edit();
    connect(field, &FileField::chosen, this, &GatewayChoice::check);
    return field;
}

QWidget *GatewayChoice::makeForm()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(space::kMedium);
    m_form = new Form;
    m_name = new QLineEdit;
    m_name->setPlaceholderText(tr("Office"));
    m_form->addRow(tr("Name"), m_name);
    m_address = new QLineEdit;
    m_address->setPlaceholderText(u"https://gateway.example:4000"_s);
    m_form->addRow(tr("Address"), m_address);
    m_key = new SecretEdit;
    m_form->addRow(
        tr("Key"), m_key,
        tr("The master key of that gateway, or an administrator's. Kept in this computer's vault."));
    m_form->addSection(tr("Certificates"));
    QWidget *authorities = fileField(m_authorities, tr("Certificate authority"));
    m_form->addRow(tr("Authority"), authorities,
                   tr("Only where your system does not know who has signed the gateway's certificate."));
    QWidget *certificate = fileField(m_certificate, tr("Certificate of this window"));
    m_form->addRow(tr("Own certificate"), certificate, tr("Only where the gateway asks windows for one."));
    QWidget *certificateKey = fileField(m_certificateKey, tr("Key of this window's certificate"));
    m_form->addRow(tr("Its key"), certificateKey, tr("Empty: in the same file."));
    column->addWidget(m_form);
    column->addStretch();
    m_outcome = new Badge(Mark::Off, {});
    m_outcome->hide();
    column->addWidget(m_outcome, 0, Qt::AlignLeft);
    m_message = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
    m_message->hide();
    column->addWidget(m_message);
    return page;
}

QWidget *GatewayChoice::makeFoot()
{
    auto *foot = new ConnectionFoot({});
    m_forget = foot->forget();
    m_test = foot->test();
    m_cancel = foot->cancel();
    m_go = foot->go();
    connect(m_forget, &QPushButton::clicked, this, &GatewayChoice::forget);
    connect(m_test, &QPushButton::clicked, this, &GatewayChoice::test);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &GatewayChoice::go);
    return foot;
}

void GatewayChoice::fillList(const QString &wanted)
{
    m_list->clear();
    const auto add = [this](const QString &id, const QString &name, const QString &detail, Mark mark) {
        auto *item = new QListWidgetItem(name, m_list);
        item->setData(kIdRole, id);
        item->setData(CellKindRole, int(CellKind::TwoLines));
        item->setData(CellDetailRole, detail);
        if (mark != Mark::Off)
            item->setData(CellMarkRole, int(mark));
        item->setData(Qt::AccessibleTextRole, name + u", "_s + detail);
    };
    const auto shownMark = [this](const QString &id) {
        return m_places.current() == id ? Mark::Ok : Mark::Off;
    };
    add(kHere, tr("This computer"), m_places.current().isEmpty() ? tr("looked at now") : tr("runs here"),
        shownMark({}));
    for (const client::KnownPlace &place : m_places.known())
        add(place.id, place.shownName(),
            m_places.current() == place.id ? tr("looked at now")
                                           : QString(place.address).remove(u"https://"_s),
            shownMark(place.id));
    add(kNew, tr("Another gateway…"), tr("by its address"), Mark::Off);
    for (int i = 0; i < m_list->count(); ++i)
        if (m_list->item(i)->data(kIdRole).toString() == wanted)
            m_list->setCurrentRow(i);
}

bool GatewayChoice::isHere() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return !item || item->data(kIdRole).toString() == kHere;
}

void GatewayChoice::showPlace()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const QString id = item->data(kIdRole).toString();
    m_shown = {};
    for (const client::KnownPlace &place : m_places.known())
        if (place.id == id)
            m_shown = place;
    m_pages->setCurrentWidget(isHere() ? m_here : m_elsewhere);
    m_name->setText(m_shown.name);
    m_address->setText(m_shown.address);
    m_key->clear();
    m_key->setPlaceholderText(m_shown.hasKey ? tr("kept; type to change it") : QString());
    m_authorities->setText(m_shown.authorities);
    m_certificate->setText(m_shown.certificate);
    m_certificateKey->setText(m_shown.certificateKey);
    check();
}

client::PlaceDraft GatewayChoice::draft() const
{
    client::PlaceDraft draft{m_shown, Secret(m_key->text().trimmed().toStdString())};
    draft.place.name = m_name->text().trimmed();
    draft.place.address = m_address->text().trimmed();
    draft.place.authorities = m_authorities->text().trimmed();
    draft.place.certificate = m_certificate->text().trimmed();
    draft.place.certificateKey = m_certificateKey->text().trimmed();
    return draft;
}

// What was found belongs to what was typed then.
void GatewayChoice::check()
{
    m_token = 0;
    m_outcome->hide();
    m_message->hide();
    const QString typed = m_address->text().trimmed();
    const QString address = client::placeAddress(typed);
    if (!typed.isEmpty() && address.isEmpty())
        m_form->setHint(m_address, tr("This names no computer: https://gateway.example:4000"), Mark::Error);
    else if (client::isReadable(address))
        m_form->setHint(m_address,
                        tr("Without https:// everybody on the way can read the key and what you see."),
                        Mark::Warning);
    else
        m_form->setHint(m_address, {});
    const bool current =
        isHere() ? m_places.current().isEmpty() : !m_shown.id.isEmpty() && m_shown.id == m_places.current();
    m_forget->setVisible(!m_shown.id.isEmpty());
    m_test->setVisible(!isHere());
    m_cancel->setVisible(!isHere() || !current);
    m_test->setEnabled(!address.isEmpty());
    m_go->setText(isHere()  ? (current ? tr("Close") : tr("Look at it"))
                  : current ? tr("Save and connect again")
                            : tr("Save and look at it"));
    m_go->setEnabled(isHere() || !address.isEmpty());
}

void GatewayChoice::test()
{
    check();
    m_outcome->set(Mark::Busy, tr("Asking…"));
    m_outcome->show();
    m_test->setEnabled(false);
    m_token = m_places.test(draft());
}

void GatewayChoice::handleTested(client::Token token, const client::PlaceTest &result)
{
    if (token != m_token || token == 0)
        return;
    m_token = 0;
    m_test->setEnabled(true);
    const bool well = result.problem.isEmpty();
    m_outcome->set(well ? Mark::Ok : Mark::Error,
                   well ? tr("It can be looked at") : tr("This does not work"));
    m_message->setText(well ? tr("Portico %1 on %2, %3, answered in %4 ms.")
                                  .arg(result.version, result.computer,
                                       tr("%n deployment(s)", nullptr, result.deployments),
                                       QLocale().toString(result.tookMs))
                            : result.problem);
    m_message->show();
    makeRoom();
}

void GatewayChoice::forget()
{
    m_places.forget(m_shown.id);
    fillList(kHere);
}

void GatewayChoice::go()
{
    if (isHere()) {
        if (!m_places.current().isEmpty())
            Q_EMIT visitAsked({});
        return accept();
    }
    const client::PlacesClient::Saved saved = m_places.save(draft());
    if (!saved.problem.isEmpty()) {
        m_outcome->set(Mark::Error, tr("It was not saved"));
        m_outcome->show();
        m_message->setText(saved.problem);
        m_message->show();
        return;
    }
    Q_EMIT visitAsked(saved.id);
    accept();
}

}   // namespace gw::ui
