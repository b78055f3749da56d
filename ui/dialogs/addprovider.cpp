#include "ui/dialogs/addprovider.h"

#include "core/client/gatewayclient.h"
#include "ui/dialogs/catalogmodel.h"
#include "ui/dialogs/modelpicker.h"
#include "ui/dialogs/teststeps.h"
#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"
#include "ui/framework/rowview.h"
#include "ui/framework/surfaces.h"

#include <QApplication>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr QSize kStartSize(880, 680);
constexpr int kCatalogWidth = 272;

using Kind = client::TestStep::Kind;
using State = client::TestStep::State;

QPushButton *link(const QString &text)
{
    QPushButton *push = smallButton(text, Emphasis::Quiet, u"external"_s);
    push->setAutoDefault(false);
    return push;
}

}   // namespace

AddProvider::AddProvider(client::GatewayClient &client, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_catalog(new CatalogModel(client.catalog(), this))
{
    setWindowTitle(tr("Add provider"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("Add provider"), TextStyle::Title));
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kPage);
    row->addWidget(makeCatalog());
    m_place = new QStackedWidget;
    m_place->addWidget(
        new EmptyState(u"pick"_s, tr("Choose a provider"),
                       tr("Type its name, or pick it from the list. Programs on this computer need "
                          "no key."),
                       {}));
    m_place->addWidget(makeFields());
    row->addWidget(m_place, 1);
    all->addLayout(row, 1);
    all->addLayout(makeButtons());
    resize(kStartSize);
    connectClient();
    m_find->setFocus();
    refresh();
}

AddProvider::~AddProvider()
{
    stopTest();
}

AddProvider *AddProvider::open(client::GatewayClient &client, const QString &id, QWidget *parent)
{
    auto *dialog = new AddProvider(client, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->QDialog::open();
    if (!id.isEmpty())
        dialog->choose(id);
    return dialog;
}

QWidget *AddProvider::makeCatalog()
{
    auto *box = new QWidget;
    box->setFixedWidth(kCatalogWidth);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(space::kSmall);
    m_find = new QLineEdit;
    m_find->setPlaceholderText(tr("Search %n provider(s)", nullptr, m_catalog->rowCount()));
    m_find->setAccessibleName(tr("Search for a provider"));
    m_find->setClearButtonEnabled(true);
    m_find->installEventFilter(this);
    column->addWidget(m_find);
    m_list = new QListView;
    m_list->setModel(m_catalog);
    m_list->setItemDelegate(new RowDelegate(rowHeight(QApplication::font(), 2), m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Providers"));
    m_list->installEventFilter(this);
    column->addWidget(m_list, 1);
    connect(m_find, &QLineEdit::textChanged, this, &AddProvider::filter);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    showEntry(m_catalog->entry(current.row()));
            });
    return box;
}

QWidget *AddProvider::makeFields()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(space::kMedium);
    column->addWidget(makeHead());
    column->addWidget(makeForm());
    column->addWidget(makeTest());
    m_models = new ModelPicker;
    column->addWidget(m_models, 1);
    connect(m_models, &ModelPicker::changed, this, &AddProvider::refresh);
    return box;
}

QWidget *AddProvider::makeHead()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(2);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    m_name = (new Label({}, TextStyle::Heading))->elided();
    m_badge = new Badge(Mark::Off, {}, Badge::Look::Pill);
    row->addWidget(m_name);
    row->addWidget(m_badge);
    row->addStretch();
    m_keyLink = link(tr("Get a key"));
    m_docsLink = link(tr("Documentation"));
    addAll(row, {m_keyLink, m_docsLink});
    column->addLayout(row);
    m_note = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    column->addWidget(m_note);
    connect(m_keyLink, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl(m_entry->keyUrl)); });
    connect(m_docsLink, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl(m_entry->docsUrl)); });
    return box;
}

QWidget *AddProvider::makeForm()
{
    m_form = new Form;
    m_key = new SecretEdit;
    m_account = new QLineEdit;
    m_address = new QLineEdit;
    m_form->addRow(tr("Key", "a credential"), m_key);
    m_form->addRow(tr("Name"), m_account);
    m_form->addRow(tr("Address"), m_address);
    for (QLineEdit *edit : {static_cast<QLineEdit *>(m_key), m_account, m_address})
        connect(edit, &QLineEdit::textEdited, this, &AddProvider::handleEdited);
    return m_form;
}

QWidget *AddProvider::makeTest()
{
    auto *card = new Card(tr("Connection test"));
    m_testButton = smallButton(tr("Test"));
    m_testButton->setAutoDefault(false);
    card->addAction(m_testButton);
    m_strip = new StepStrip({});
    card->body()->addWidget(m_strip);
    m_outcome = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    card->body()->addWidget(m_outcome);
    connect(m_testButton, &QPushButton::clicked, this, [this] {
        if (m_test == Test::Running)
            stopTest();
        else
            startTest();
    });
    return card;
}

QLayout *AddProvider::makeButtons()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    m_message = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
    row->addWidget(m_message, 1);
    m_cancel = button(tr("Cancel"));
    m_cancel->setAutoDefault(false);
    m_save = button(tr("Save"), Emphasis::Primary);
    m_save->setAutoDefault(false);
    addAll(row, {m_cancel, m_save});
    connect(m_cancel, &QPushButton::clicked, this, &AddProvider::reject);
    connect(m_save, &QPushButton::clicked, this, &AddProvider::save);
    return row;
}

void AddProvider::connectClient()
{
    connect(&m_client, &client::GatewayClient::testStepped, this, &AddProvider::handleStep);
    connect(&m_client, &client::GatewayClient::testFinished, this, &AddProvider::handleTested);
    connect(&m_client, &client::GatewayClient::providerAdded, this, &AddProvider::handleAdded);
}

void AddProvider::filter(const QString &text)
{
    const QString kept = m_entry ? m_entry->id : QString();
    m_catalog->setFilter(text);
    const int row = m_catalog->rowOf(kept);
    // What is being filled in stays chosen while it matches.
    if (row >= 0)
        m_list->setCurrentIndex(m_catalog->index(row));
}

void AddProvider::choose(const QString &id)
{
    const int row = m_catalog->rowOf(id);
    if (row < 0 || !m_catalog->entry(row).supported)
        return;
    m_list->setCurrentIndex(m_catalog->index(row));
    m_list->scrollTo(m_catalog->index(row), QAbstractItemView::PositionAtCenter);
    (m_entry->local ? m_address : m_key)->setFocus();
}

void AddProvider::showEntry(const client::CatalogEntry &entry)
{
    if (!entry.supported || (m_entry && m_entry->id == entry.id))
        return;
    stopTest();
    m_entry = entry;
    m_test = Test::None;
    m_warned = false;
    m_name->setText(entry.name);
    m_badge->setVisible(entry.local || entry.unverified);
    m_badge->set(entry.local ? Mark::Local : Mark::Partial,
                 entry.local ? tr("on this computer") : tr("not verified yet"));
    m_badge->setToolTip(entry.local ? QString()
                                    : tr("Built from its documentation; not yet tried with an account."));
    m_note->setText(entry.note);
    m_note->setVisible(!entry.note.isEmpty());
    m_key->clear();
    m_account->clear();
    m_account->setPlaceholderText(entry.id);
    m_address->clear();
    m_address->setPlaceholderText(entry.baseUrl.isEmpty() ? u"https://"_s : entry.baseUrl);
    m_key->setPlaceholderText(entry.needsKey ? QString() : tr("not needed"));
    m_form->setRowVisible(m_key, entry.needsKey || !entry.local);
    m_form->setRowVisible(m_account, entry.needsKey || !entry.local);
    m_keyLink->setVisible(entry.needsKey && !entry.keyUrl.isEmpty());
    m_docsLink->setVisible(!entry.docsUrl.isEmpty());
    m_models->clear();
    m_place->setCurrentIndex(1);
    showHints();
    showSteps();
    refresh();
}

void AddProvider::showHints()
{
    const QString source = m_client.status().keySource;
    m_form->setHint(m_key,
                    source.isEmpty()
                        ? tr("Kept encrypted, never in the configuration file.")
                        : tr("Kept encrypted, opened by %1; never in the configuration file.").arg(source));
    m_form->setHint(m_account, {});
    m_form->setHint(m_address, m_entry->baseUrl.isEmpty()
                                   ? tr("Where the service is, as it is told in its documentation.")
                                   : QString());
    setInvalid(m_key, false);
    setInvalid(m_account, false);
    setInvalid(m_address, false);
}

void AddProvider::handleEdited()
{
    stopTest();
    m_test = Test::None;
    m_warned = false;
    m_message->setText({});
    showHints();
    showSteps();
    refresh();
}

QString AddProvider::addressProblem() const
{
    const QString text = m_address->text().trimmed();
    if (text.isEmpty())
        return m_entry->baseUrl.isEmpty() ? tr("This provider needs an address.") : QString();
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    return url.isValid() && web && !url.host().isEmpty()
               ? QString()
               : tr("This is not an address: it must begin with https:// or http:// and name a computer.");
}

bool AddProvider::checkFields()
{
    const QString address = addressProblem();
    if (!address.isEmpty()) {
        setInvalid(m_address, true);
        m_form->setHint(m_address, address, Mark::Error);
        m_address->setFocus();
    }
    if (m_entry->needsKey && m_key->text().trimmed().isEmpty()) {
        setInvalid(m_key, true);
        m_form->setHint(m_key, tr("This provider needs a key."), Mark::Error);
        m_key->setFocus();
        return false;
    }
    return address.isEmpty();
}

client::ProviderDraft AddProvider::draft() const
{
    return {m_entry->id, m_account->text().trimmed(), m_address->text().trimmed(),
            Secret(m_key->text().trimmed().toStdString())};
}

void AddProvider::startTest()
{
    if (!m_entry || !checkFields())
        return;
    m_message->setText({});
    m_warned = false;
    m_test = Test::Running;
    for (std::size_t i = 0; i < kSteps; ++i)
        m_steps[i] = {Kind(i), State::Waiting, 0, {}};
    m_outcome->setRole(Colour::TextSecondary);
    m_outcome->setText(tr("Nothing is saved by the test."));
    showHints();
    m_testToken = m_client.testProvider(draft());
    showSteps();
    refresh();
}

void AddProvider::stopTest()
{
    if (m_test != Test::Running)
        return;
    m_test = Test::None;
    m_client.cancelTest(m_testToken);
    showSteps();
    refresh();
}

void AddProvider::handleStep(client::Token token, const client::TestStep &step)
{
    if (m_test != Test::Running || token != m_testToken)
        return;
    m_steps[std::size_t(step.kind)] = step;
    if (!step.detail.isEmpty() && step.state != State::Failed)
        m_outcome->setText(step.detail);
    showSteps();
}

void AddProvider::handleTested(client::Token token, const client::TestResult &result)
{
    if (m_test != Test::Running || token != m_testToken)
        return;
    m_test = result.ok ? Test::Passed : Test::Failed;
    if (result.ok) {
        m_outcome->setRole(Colour::Ok);
        m_outcome->setText(result.models.isEmpty()
                               ? tr("It works, but no model is listed. Add one by its name.")
                               : tr("It works and lists %n model(s).", nullptr, int(result.models.size())));
    } else {
        m_outcome->setRole(Colour::Error);
        m_outcome->setText(result.problem);
        for (const client::TestStep &step : m_steps)
            if (step.state == State::Failed)
                markFailedField(step);
    }
    if (!result.models.isEmpty())
        m_models->setModels(result.models);
    showSteps();
    refresh();
}

void AddProvider::markFailedField(const client::TestStep &step)
{
    if (step.kind == Kind::Models || step.kind == Kind::Stream)
        return;
    QLineEdit *field = step.kind == Kind::Key ? m_key : m_address;
    setInvalid(field, true);
    if (!step.detail.isEmpty())
        m_form->setHint(field, step.detail, Mark::Error);
    field->setFocus();
    field->selectAll();
}

void AddProvider::showSteps()
{
    QList<StepStrip::Step> steps;
    for (std::size_t i = 0; i < kSteps; ++i) {
        const bool told = m_test != Test::None;
        const client::TestStep step = told ? m_steps[i] : client::TestStep{Kind(i), State::Waiting, 0, {}};
        steps.append(shownStep(step));
    }
    m_strip->setSteps(std::move(steps));
    if (m_test == Test::None) {
        m_outcome->setRole(Colour::TextSecondary);
        m_outcome->setText(tr("Tries the address, the key and a short answer. Nothing is saved by it."));
    }
}

void AddProvider::refresh()
{
    const bool chosen = m_entry.has_value();
    const bool keyed = chosen && (!m_entry->needsKey || !m_key->text().trimmed().isEmpty());
    const bool valid = keyed && addressProblem().isEmpty() && !m_models->ticked().isEmpty();
    const bool running = m_test == Test::Running;
    m_testButton->setText(running ? tr("Stop") : m_test == Test::None ? tr("Test") : tr("Test again"));
    m_testButton->setEnabled(chosen && !m_saving);
    m_save->setEnabled(valid && !running && !m_saving);
    m_save->setText(m_saving ? tr("Saving…") : m_warned ? tr("Save anyway") : tr("Save"));
    // Enter does the next thing: the test first, then the saving.
    const bool ready = m_save->isEnabled() && m_test == Test::Passed;
    m_save->setDefault(ready);
    m_testButton->setDefault(!ready && m_testButton->isEnabled() && !running);
    m_place->setEnabled(!m_saving);
    m_find->setEnabled(!m_saving);
    m_list->setEnabled(!m_saving);
}

void AddProvider::save()
{
    if (!checkFields())
        return;
    if (m_test != Test::Passed && !m_warned) {
        m_warned = true;
        m_message->setRole(Colour::Warning);
        m_message->setText(m_test == Test::Failed ? tr("The test has failed. Save all the same?")
                                                  : tr("This was not tested. Save all the same?"));
        refresh();
        return;
    }
    m_saving = true;
    m_message->setText({});
    refresh();
    m_addToken = m_client.addProvider(draft(), m_models->ticked());
}

void AddProvider::handleAdded(client::Token token, const client::AddResult &result)
{
    if (!m_saving || token != m_addToken)
        return;
    m_saving = false;
    if (result.ok) {
        accept();
        return;
    }
    m_message->setRole(Colour::Error);
    m_message->setText(result.problem);
    refresh();
    m_save->setFocus();
}

void AddProvider::reject()
{
    stopTest();
    QDialog::reject();
}

bool AddProvider::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || (watched != m_find && watched != m_list))
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        // Chooses; kept from the dialog, whose default button it would press.
        if (watched == m_find && !m_list->currentIndex().isValid() && m_catalog->firstUsable() >= 0)
            m_list->setCurrentIndex(m_catalog->index(m_catalog->firstUsable()));
        if (m_entry)
            (m_entry->local ? m_address : m_key)->setFocus();
        return true;
    }
    if (watched == m_find && key == Qt::Key_Down && m_catalog->firstUsable() >= 0) {
        m_list->setFocus();
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_catalog->index(m_catalog->firstUsable()));
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

}   // namespace gw::ui
