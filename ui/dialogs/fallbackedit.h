#pragma once

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace gw::ui {

class Form;

// One chain of fallbacks: for which name, after which failure, to where.
class FallbackEdit final : public QDialog
{
    Q_OBJECT

public:
    // names: of models that there are.
    explicit FallbackEdit(const QStringList &names, QWidget *parent = nullptr);
    // Changes an existing chain: name and kind stay. Kinds are 0 any failure, 1 prompt too long, 2 refused.
    void setChain(int kind, const QString &source, const QStringList &targets);
    void setKindEnabled(int kind, bool enabled);
    int kind() const;
    QString source() const;   // "*" for all others.
    QStringList targets() const;

private:
    void check();

    QStringList m_names;
    Form *m_form = nullptr;
    QComboBox *m_kind = nullptr;
    QComboBox *m_source = nullptr;
    QLineEdit *m_targets = nullptr;
    QPushButton *m_save = nullptr;
};

}   // namespace gw::ui
