"""Administrators look after accounts and cannot rise above their own role."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import TestCase
from django.urls import reverse

from commitments.models import DataVersion, User
from commitments.tests.factories import make_user

ADD = "admin:commitments_user_add"
CHANGE = "admin:commitments_user_change"
PASSWORD = "admin:auth_user_password_change"


def role(name):
    return Group.objects.get(name=name).pk


class AccountTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.administrator = make_user("Administrator")
        cls.superuser = make_user(None, is_superuser=True, is_staff=True)
        cls.editor = make_user("Editor", first_name="Ada")

    def setUp(self):
        self.client.force_login(self.administrator)

    def post(self, user, **changes):
        data = {
            "username": user.username,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
            "is_active": "on",
            "groups": [group.pk for group in user.groups.all()],
        }
        address = reverse(CHANGE, args=[user.pk])
        return self.client.post(address, data | changes)

    def test_makes_an_account_with_a_role(self):
        data = {
            "username": "nouvelle",
            "email": "Nouvelle@Example.org",
            "usable_password": "false",
            "groups": [role("Editor")],
        }
        response = self.client.post(reverse(ADD), data)
        user = User.objects.get(username="nouvelle")
        self.assertRedirects(response, reverse(CHANGE, args=[user.pk]))
        self.assertEqual([group.name for group in user.groups.all()], ["Editor"])
        self.assertEqual(user.email, "nouvelle@example.org")
        self.assertFalse(user.is_staff)
        self.assertFalse(user.has_usable_password())

    def test_a_name_that_changed_is_told_by_public_pages_at_once(self):
        before = DataVersion.current().token
        self.post(self.editor, last_name="Lovelace")
        self.assertNotEqual(DataVersion.current().token, before)

    def test_two_accounts_never_share_an_address(self):
        response = self.post(self.editor, email=self.superuser.email.upper())
        self.assertContains(response, "errorlist")

    def test_an_administrator_enters_the_back_office_and_leaves_it_with_the_role(self):
        self.post(self.editor, groups=[role("Editor"), role("Administrator")])
        self.editor.refresh_from_db()
        self.assertTrue(self.editor.is_staff)
        self.post(self.editor, groups=[role("Editor")])
        self.editor.refresh_from_db()
        self.assertFalse(self.editor.is_staff)

    def test_an_address_given_up_no_longer_resets_the_password(self):
        EmailAddress.objects.create(user=self.editor, email=self.editor.email)
        self.post(self.editor, email="elsewhere@example.org")
        self.assertFalse(EmailAddress.objects.filter(user=self.editor).exists())

    def test_never_makes_a_superuser(self):
        for user in (self.editor, self.administrator):
            with self.subTest(user=user):
                self.post(user, is_superuser="on", is_staff="on")
                user.refresh_from_db()
                self.assertFalse(user.is_superuser)
        data = {
            "username": "rising",
            "email": "rising@example.org",
            "usable_password": "false",
            "is_superuser": "on",
        }
        self.client.post(reverse(ADD), data)
        self.assertFalse(User.objects.get(username="rising").is_superuser)

    def test_never_grants_more_than_the_three_roles(self):
        permission = Permission.objects.get(codename="delete_user")
        powerful = Group.objects.create(name="Powerful")
        powerful.permissions.add(permission)
        response = self.post(self.editor, groups=[role("Editor"), powerful.pk])
        self.assertContains(response, "errorlist")
        self.post(self.editor, user_permissions=[permission.pk])
        editor = User.objects.get(pk=self.editor.pk)
        self.assertEqual([group.name for group in editor.groups.all()], ["Editor"])
        self.assertFalse(editor.user_permissions.exists())
        self.assertFalse(editor.has_perm("commitments.delete_user"))

    def test_never_changes_a_role(self):
        group = Group.objects.get(name="Administrator")
        before = set(group.permissions.values_list("pk", flat=True))
        address = reverse("admin:auth_group_change", args=[group.pk])
        everything = Permission.objects.values_list("pk", flat=True)
        data = {"name": group.name, "permissions": list(everything)}
        self.assertEqual(self.client.post(address, data).status_code, 403)
        self.assertEqual(set(group.permissions.values_list("pk", flat=True)), before)

    def test_never_touches_a_superuser(self):
        password = self.superuser.password
        self.assertEqual(self.post(self.superuser, email="me@x.org").status_code, 403)
        address = reverse(PASSWORD, args=[self.superuser.pk])
        data = {
            "usable_password": "true",
            "password1": "correct horse battery",
            "password2": "correct horse battery",
        }
        self.assertEqual(self.client.get(address).status_code, 403)
        self.assertEqual(self.client.post(address, data).status_code, 403)
        self.superuser.refresh_from_db()
        self.assertEqual(self.superuser.password, password)
        self.assertNotEqual(self.superuser.email, "me@x.org")

    def test_never_deletes_an_account(self):
        address = reverse("admin:commitments_user_delete", args=[self.editor.pk])
        self.assertEqual(self.client.post(address, {"post": "yes"}).status_code, 403)
        data = {
            "action": "delete_selected",
            "_selected_action": [self.editor.pk],
            "post": "yes",
        }
        self.client.post(reverse("admin:commitments_user_changelist"), data)
        self.assertTrue(User.objects.filter(pk=self.editor.pk).exists())

    def test_removes_a_lost_second_factor_but_not_that_of_a_superuser(self):
        removed = {}
        for user in (self.editor, self.superuser):
            factor = Authenticator.objects.create(user=user, type="totp", data={})
            address = reverse("admin:mfa_authenticator_delete", args=[factor.pk])
            self.client.post(address, {"post": "yes"})
            removed[user] = not Authenticator.objects.filter(pk=factor.pk).exists()
        self.assertEqual(removed, {self.editor: True, self.superuser: False})

    def test_secrets_of_the_second_factor_are_not_shown(self):
        factor = Authenticator.objects.create(
            user=self.editor, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"}
        )
        address = reverse("admin:mfa_authenticator_change", args=[factor.pk])
        for user in (self.administrator, self.superuser):
            self.client.force_login(user)
            response = self.client.get(address)
            self.assertContains(response, self.editor.first_name)
            self.assertNotContains(response, "JBSWY3DPEHPK3PXP")

    def test_roles_and_rights_are_named_in_the_language_of_the_reader(self):
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
        pages = {
            reverse("admin:commitments_user_changelist"): "Rédaction",
            reverse("admin:auth_group_changelist"): "Relecture",
            reverse("admin:auth_group_change", args=[role("Reviewer")]): "Peut publier",
        }
        for address, words in pages.items():
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertContains(response, words)
                for english in (">Editor", ">Reviewer", ">Can "):
                    self.assertNotContains(response, english)

    def test_accounts_are_sorted_by_role(self):
        people = reverse("admin:commitments_user_changelist")
        response = self.client.get(people, {"role": "Editor"})
        self.assertContains(response, self.editor.username)
        self.assertNotContains(response, self.superuser.username)

    def test_a_deactivated_account_is_signed_out_at_once(self):
        colleague = self.client_class()
        colleague.force_login(self.editor)
        self.post(self.editor, is_active="")
        response = colleague.get(reverse("account_change_password"))
        self.assertRedirects(
            response,
            f"{reverse('account_login')}?next={reverse('account_change_password')}",
            fetch_redirect_response=False,
        )

    def test_a_superuser_may_make_another(self):
        self.client.force_login(self.superuser)
        self.post(self.editor, is_superuser="on")
        self.editor.refresh_from_db()
        self.assertTrue(self.editor.is_superuser)
        self.assertTrue(self.editor.is_staff)
