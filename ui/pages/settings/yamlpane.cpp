#include "ui/pages/settings/yamlpane.h"

#include "core/client/configclient.h"
#include "core/client/gatewayclient.h"
#include "ui/dialogs/reviewdiff.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/framework/surfaces.h"
#include "ui/pages/settings/codeedit.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kPauseMs = 300;
constexpr int kFindWidth = 260;
constexpr QChar kByteOrderMark(0xfeff);

// Esc in the field closes the bar it is in.
class EscapeField final : public QLineEdit
{
    Q_OBJECT

Q_SIGNALS:
    void escaped();

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Escape)
            Q_EMIT escaped();
        else
            QLineEdit::keyPressEvent(event);
    }
};

}   // namespace

YamlPane::YamlPane(client::GatewayClient &client, const QString &draftPath, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_config(client.config())
    , m_draft(draftPath)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(space::kSmall);
    makeHead(all);
    m_banners = new QVBoxLayout;
    all->addLayout(m_banners);
    makeFind(all);
    m_edit = new CodeEdit;
    m_edit->setAccessibleName(tr("Text of the config"));
    m_edit->setKeys(m_config.keys());
    all->addWidget(m_edit, 1);
    makeFoot(all);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        m_checkToken = m_config.check(m_file, fileText());
        keepDraft();
    });
    connect(m_edit, &QPlainTextEdit::textChanged, this, &YamlPane::handleEdited);
    connect(m_edit, &QPlainTextEdit::cursorPositionChanged, this, &YamlPane::showProblem);
    connect(m_edit, &CodeEdit::saveAsked, this, &YamlPane::review);
    connect(m_edit, &CodeEdit::findAsked, this, [this] { showFind(true); });
    connect(m_files, &QComboBox::activated, this, &YamlPane::showFile);
    connect(&m_config, &client::ConfigClient::textsReady, this,
            [this](client::Token token, const client::ConfigTexts &texts) {
                if (token == m_textsToken)
                    handleTexts(texts);
            });
    connect(&m_config, &client::ConfigClient::checked, this,
            [this](client::Token token, const client::ConfigCheck &check) {
                if (token == m_checkToken)
                    handleChecked(check);
            });
    connect(&m_config, &client::ConfigClient::saved, this,
            [this](client::Token token, const client::ConfigSaved &result) {
                if (token == m_saveToken)
                    handleSaved(result);
            });
    // Another program, or another page, has written the config.
    connect(&client, &client::GatewayClient::configChanged, this,
            [this] { m_textsToken = m_config.requestTexts(); });
    connect(&client, &client::GatewayClient::statusChanged, this, [this] {
        if (!m_client.status().configProblem.isEmpty())
            m_textsToken = m_config.requestTexts();
    });
    m_textsToken = m_config.requestTexts();
    showState();
}

void YamlPane::makeHead(QVBoxLayout *all)
{
    auto *head = new QHBoxLayout;
    head->setSpacing(space::kSmall);
    m_files = new QComboBox;
    m_files->setAccessibleName(tr("File"));
    m_files->hide();
    head->addWidget(m_files);
    m_path = (new Label({}, TextStyle::Code, Colour::TextSecondary))->elided();
    head->addWidget(m_path, 1);
    m_state = new Badge(Mark::Off, tr("loading"));
    head->addWidget(m_state);
    head->addSpacing(space::kSmall);
    QToolButton *find = iconButton(u"search"_s, tr("Find (Ctrl+F)"));
    connect(find, &QToolButton::clicked, this, [this] { showFind(!m_findBar->isVisible()); });
    head->addWidget(find);
    QPushButton *import = button(tr("Import…"), Emphasis::Quiet);
    connect(import, &QPushButton::clicked, this, &YamlPane::importAsked);
    m_revert = button(tr("Revert"));
    connect(m_revert, &QPushButton::clicked, this, &YamlPane::revert);
    m_saveButton = button(tr("Save…"), Emphasis::Primary);
    m_saveButton->setToolTip(tr("Shows what changes, then saves (Ctrl+S)"));
    connect(m_saveButton, &QPushButton::clicked, this, &YamlPane::review);
    addAll(head, {import, m_revert, m_saveButton});
    all->addLayout(head);
}

void YamlPane::makeFind(QVBoxLayout *all)
{
    m_findBar = new QWidget;
    auto *row = new QHBoxLayout(m_findBar);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    auto *field = new EscapeField;
    field->setPlaceholderText(tr("Find in this file"));
    field->setAccessibleName(tr("Find in this file"));
    field->setMinimumWidth(kFindWidth);
    field->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    m_find = field;
    row->addWidget(m_find);
    QToolButton *previous = iconButton(u"chevron-up"_s, tr("Previous place (Shift+F3)"));
    QToolButton *next = iconButton(u"chevron-down"_s, tr("Next place (F3)"));
    QToolButton *close = iconButton(u"close"_s, tr("Close (Esc)"));
    m_findCount = new Label({}, TextStyle::Caption, Colour::TextSecondary);
    addAll(row, {previous, next, m_findCount});
    row->addStretch();
    row->addWidget(close);
    connect(m_find, &QLineEdit::textChanged, this, [this] { search(false); });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { search(false); });
    connect(field, &EscapeField::escaped, this, [this] { showFind(false); });
    connect(previous, &QToolButton::clicked, this, [this] { search(true); });
    connect(next, &QToolButton::clicked, this, [this] { search(false); });
    connect(close, &QToolButton::clicked, this, [this] { showFind(false); });
    const auto keys = [this](const QKeySequence &sequence, bool backward) {
        auto *shortcut = new QShortcut(sequence, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, backward] { search(backward); });
    };
    keys(QKeySequence(Qt::Key_F3), false);
    keys(QKeySequence(Qt::SHIFT | Qt::Key_F3), true);
    m_findBar->hide();
    all->addWidget(m_findBar);
}

void YamlPane::makeFoot(QVBoxLayout *all)
{
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kMedium);
    m_problemBadge = new Badge(Mark::Ok, {});
    foot->addWidget(m_problemBadge);
    m_problem = (new Label({}, TextStyle::Body))->elided();
    foot->addWidget(m_problem, 1);
    m_next = smallButton(tr("Next (F8)"), Emphasis::Quiet);
    connect(m_next, &QPushButton::clicked, m_edit, &CodeEdit::toNextProblem);
    foot->addWidget(m_next);
    foot->addWidget(new Label(tr("Ctrl+Space completes keys, Esc leaves the text"), TextStyle::Caption,
                              Colour::TextSecondary));
    all->addLayout(foot);
}

bool YamlPane::isModified() const
{
    return !m_file.isEmpty() && fileText() != m_base;
}

QString YamlPane::fileText() const
{
    // Unlike toPlainText() this keeps hard spaces.
    QString text = m_edit->document()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n').replace(QChar::LineSeparator, u'\n');
    if (m_windows)
        text.replace(u"\n"_s, u"\r\n"_s);
    return m_marked ? kByteOrderMark + text : text;
}

void YamlPane::showText(const client::ConfigFile &file, bool keepUndo)
{
    const bool other = m_file != file.path;
    m_file = file.path;
    m_seen = file.hash;
    QString text = file.text;
    m_marked = text.startsWith(kByteOrderMark);
    if (m_marked)
        text.remove(0, 1);
    m_windows = text.contains(u"\r\n"_s);
    text.replace(u"\r\n"_s, u"\n"_s);
    if (other || text != m_edit->toPlainText())
        m_edit->setText(text, keepUndo && !other);
    m_base = fileText();
    m_path->setText(m_file);
    dropBanner();
    m_pause.stop();
    m_checkToken = m_config.check(m_file, fileText());
    showState();
}

void YamlPane::handleTexts(const client::ConfigTexts &texts)
{
    m_texts = texts;
    m_reading = false;
    QStringList names;
    for (const client::ConfigFile &file : texts.files)
        names << QFileInfo(file.path).fileName();
    m_files->clear();
    m_files->addItems(names);
    m_files->setVisible(names.size() > 1);
    const auto mine = std::ranges::find(texts.files, m_file, &client::ConfigFile::path);
    const auto index = mine == texts.files.end() ? 0 : int(mine - texts.files.begin());
    m_files->setCurrentIndex(index);
    if (texts.files.empty() || texts.files.front().path.isEmpty()) {
        // One model was named at the start, and no file.
        m_edit->setEnabled(false);
        m_state->set(Mark::Off, tr("no file in use"));
        return;
    }
    const client::ConfigFile &file = texts.files[std::size_t(index)];
    if (m_file != file.path || !isModified()) {
        if (m_file != file.path || m_seen != file.hash)
            showText(file, true);
    } else if (m_seen != file.hash) {
        if (file.text == fileText())
            showText(file, true);   // The other program wrote just this.
        else if (file.text == m_base)
            m_seen = file.hash;   // Saved here; typing went on.
        else
            showConflict(file);
    }
    restoreDraft();
    showState();
    if (m_later)
        std::exchange(m_later, nullptr)();
}

void YamlPane::showFile(int index)
{
    if (index < 0 || std::size_t(index) >= m_texts.files.size())
        return;
    const client::ConfigFile &file = m_texts.files[std::size_t(index)];
    if (file.path == m_file)
        return;
    if (isModified()) {
        // What is typed is not thrown away behind the user's back.
        const auto mine = std::ranges::find(m_texts.files, m_file, &client::ConfigFile::path);
        m_files->setCurrentIndex(int(mine - m_texts.files.begin()));
        m_problemBadge->set(Mark::Warning, tr("not saved"));
        m_problem->setText(tr("Save or revert this file before you open another."));
        return;
    }
    showText(file, false);
}

void YamlPane::openAt(const QString &file, int line, int column)
{
    if (m_texts.files.empty()) {
        m_later = [this, file, line, column] { openAt(file, line, column); };
        return;
    }
    const auto found = std::ranges::find(m_texts.files, file, &client::ConfigFile::path);
    const int index = found == m_texts.files.end() ? 0 : int(found - m_texts.files.begin());
    m_files->setCurrentIndex(index);
    showFile(index);
    m_edit->goTo(std::max(1, line), std::max(1, column));
}

void YamlPane::keepDraft()
{
    if (m_file.isEmpty() || !m_restored)
        return;
    if (isModified())
        m_draft.keep({m_file, fileText()});
    else
        m_draft.remove();
}

// What an earlier run was killed with comes back once, as an edit of what the file holds now.
void YamlPane::restoreDraft()
{
    if (std::exchange(m_restored, true))
        return;
    const auto draft = m_draft.read();
    if (!draft || draft->file != m_file || draft->text == m_base)
        return;
    QString text = draft->text;
    if (text.startsWith(kByteOrderMark))
        text.remove(0, 1);
    text.replace(u"\r\n"_s, u"\n"_s);
    m_edit->setText(text, true);
    QPushButton *drop = smallButton(tr("Discard it"));
    connect(drop, &QPushButton::clicked, this, &YamlPane::revert);
    m_banners->addWidget(new Banner(Mark::Warning, tr("Text that was not saved is back"),
                                    tr("Portico ended before you saved it. Look at the changes, then save "
                                       "or discard them."),
                                    {drop}));
}

QString YamlPane::fileName() const
{
    return QFileInfo(m_file).fileName();
}

void YamlPane::saveNow(std::function<void()> done)
{
    if (m_conflict || m_saveToken != 0)
        return;
    m_saved = std::move(done);
    save();
}

void YamlPane::revert()
{
    const auto mine = std::ranges::find(m_texts.files, m_file, &client::ConfigFile::path);
    if (mine != m_texts.files.end())
        showText(*mine, true);
    m_draft.remove();
}

void YamlPane::handleEdited()
{
    showState();
    m_pause.start();
}

void YamlPane::handleChecked(const client::ConfigCheck &check)
{
    m_check = check;
    std::vector<client::ConfigProblem> here;
    for (const client::ConfigProblem &problem : check.problems) {
        if (problem.file.isEmpty() || problem.file == m_file)
            here.push_back(problem);
    }
    m_edit->setProblems(std::move(here));
    showProblem();
}

void YamlPane::showState()
{
    const bool modified = isModified();
    if (m_conflict)
        m_state->set(Mark::Blocked, tr("changed outside"));
    else if (m_saveToken != 0 || m_reading)
        m_state->set(Mark::Busy, tr("saving"));
    else if (m_file.isEmpty())
        m_state->set(Mark::Off, tr("loading"));
    else if (modified)
        m_state->set(Mark::Partial, tr("not saved"));
    else
        m_state->set(Mark::Ok, tr("saved"));
    m_revert->setEnabled(modified);
    m_saveButton->setEnabled(modified && m_saveToken == 0 && !m_reading);
}

void YamlPane::showProblem()
{
    const auto errors = std::ranges::count(m_check.problems, true, &client::ConfigProblem::error);
    const auto warnings = qsizetype(m_check.problems.size()) - errors;
    if (errors > 0)
        m_problemBadge->set(Mark::Error, tr("%n errors", nullptr, int(errors)));
    else if (warnings > 0)
        m_problemBadge->set(Mark::Warning, tr("%n warnings", nullptr, int(warnings)));
    else
        m_problemBadge->set(Mark::Ok, tr("no errors"));
    m_next->setVisible(!m_check.problems.empty());
    const client::ConfigProblem *problem = m_edit->problemHere();
    if (!problem && !m_check.problems.empty()) {
        const auto first = std::ranges::find(m_check.problems, true, &client::ConfigProblem::error);
        problem = first == m_check.problems.end() ? &m_check.problems.front() : &*first;
    }
    if (!problem) {
        m_problem->setText(tr("%n models", nullptr, m_check.models));
        return;
    }
    QString text =
        problem->keyPath.isEmpty() ? problem->message : problem->keyPath + u": "_s + problem->message;
    if (problem->line > 0)
        text = tr("Line %1: %2").arg(problem->line).arg(text);
    if (!problem->file.isEmpty() && problem->file != m_file)
        text = QFileInfo(problem->file).fileName() + u", "_s + text;
    m_problem->setText(text);
}

void YamlPane::dropBanner()
{
    m_conflict = false;
    while (QLayoutItem *item = m_banners->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void YamlPane::showConflict(const client::ConfigFile &theirs)
{
    dropBanner();
    m_conflict = true;
    m_theirs = theirs;
    QPushButton *compare = smallButton(tr("Compare…"));
    QPushButton *load = smallButton(tr("Load what is there"));
    connect(compare, &QPushButton::clicked, this, &YamlPane::compareWithTheirs);
    connect(load, &QPushButton::clicked, this, &YamlPane::takeTheirs);
    m_banners->addWidget(new Banner(Mark::Warning, tr("Another program has changed this file"),
                                    tr("Nothing of it is overwritten. Compare it with what you typed, or "
                                       "load it; Ctrl+Z brings your text back."),
                                    {compare, load}));
    showState();
}

void YamlPane::compareWithTheirs()
{
    const QString name = QFileInfo(m_file).fileName();
    auto *dialog = new ReviewDiff({tr("Your text over the one on the disk"),
                                   tr("A copy of the text on the disk is kept under Backups."),
                                   m_file,
                                   m_theirs.text,
                                   fileText(),
                                   tr("Save mine"),
                                   {}},
                                  window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        // Seen now, so it is what may be replaced.
        m_seen = m_theirs.hash;
        m_base = m_theirs.text;
        dropBanner();
        save();
    });
    dialog->open();
}

void YamlPane::takeTheirs()
{
    showText(m_theirs, true);
    m_edit->setFocus();
}

void YamlPane::showFind(bool on)
{
    m_findBar->setVisible(on);
    if (on) {
        const QString chosen = m_edit->textCursor().selectedText();
        if (!chosen.isEmpty() && !chosen.contains(QChar::ParagraphSeparator))
            m_find->setText(chosen);
        m_find->setFocus();
        m_find->selectAll();
        return;
    }
    m_edit->find({});
    m_edit->setFocus();
}

void YamlPane::search(bool backward)
{
    if (!m_findBar->isVisible())
        return showFind(true);
    m_edit->find(m_find->text(), backward);
    m_findCount->setText(m_find->text().isEmpty()    ? QString()
                         : m_edit->foundCount() == 0 ? tr("not found")
                                                     : tr("%n places", nullptr, m_edit->foundCount()));
}

void YamlPane::review()
{
    if (!isModified() || m_saveToken != 0 || m_reading)
        return;
    if (m_conflict)
        return compareWithTheirs();
    const auto errors = std::ranges::count(m_check.problems, true, &client::ConfigProblem::error);
    QString warning;
    if (!m_check.usable)
        warning = tr("This text has errors: the gateway goes on with the config that is in force.");
    else if (errors > 0)
        warning = tr("Rows with errors are left out.");
    auto *dialog = new ReviewDiff(
        {tr("Save %1").arg(QFileInfo(m_file).fileName()),
         tr("The change is in force at once. A copy of the old text is kept under Backups."), m_file, m_base,
         fileText(), warning.isEmpty() ? tr("Save") : tr("Save anyway"), warning},
        window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, &YamlPane::save);
    dialog->open();
}

void YamlPane::save()
{
    m_saving = fileText();
    m_saveToken = m_config.save(m_file, m_saving, m_seen);
    showState();
}

void YamlPane::handleSaved(const client::ConfigSaved &result)
{
    m_saveToken = 0;
    if (!result.ok())
        m_saved = nullptr;
    using State = client::ConfigSaved::State;
    if (result.state == State::Saved) {
        m_base = m_saving;
        dropBanner();
        keepDraft();
        if (m_saved)
            std::exchange(m_saved, nullptr)();
    } else if (result.state == State::Failed || result.state == State::Refused) {
        dropBanner();
        m_banners->addWidget(
            new Banner(Mark::Error, tr("The file could not be saved"), result.problem.message, {}));
    }
    // The hash of what is there now; tells a conflict, too.
    m_reading = true;
    m_textsToken = m_config.requestTexts();
    showState();
}

}   // namespace gw::ui

#include "yamlpane.moc"
