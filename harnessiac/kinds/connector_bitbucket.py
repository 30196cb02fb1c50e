"""Bitbucket Cloud and Bitbucket Server."""

from collections.abc import Iterator

from harnessiac.diagnostics import Diagnostic, error
from harnessiac.kinds._entities import connector
from harnessiac.kinds._fragments import delegate_selectors, either, execute_on_delegate, reference, url
from harnessiac.kinds._git import REPOSITORY, TOKEN_REF, connection_type, ssh
from harnessiac.schema.nodes import Choice
from harnessiac.schema.reading import Reading
from harnessiac.schema.vocabulary import block, case, tagged, text

USERNAME = either("username", "username", "User name", choice=Choice.AT_MOST_ONE)
EMAIL = either("email", "email", "E-mail address", choice=Choice.AT_MOST_ONE)
SIGN_IN: dict[str, tuple[str, ...]] = {
    "UsernameToken": ("username",),
    "EmailAndApiToken": ("email",),
    "AccessToken": (),
}
"""What each way to use the API is signed in with."""


def _api_login(reading: Reading) -> Iterator[Diagnostic]:
    """Each auth_type takes its own name beside the token, and no other."""
    if not reading.given("api_authentication") or not reading.known("api_authentication", "auth_type"):
        return
    auth_type = reading.text("api_authentication", "auth_type") or "UsernameToken"
    wanted = SIGN_IN.get(auth_type)
    if wanted is None:
        return
    for name in ("username", "email"):
        given = [one for one in (name, f"{name}_ref") if reading.says("api_authentication", one)]
        if name in wanted and not given:
            yield error(
                f'Missing credential: one of "{name}" or "{name}_ref" is required.',
                f'auth_type "{auth_type}" needs it.',
                reading.place("api_authentication"),
            )
        elif name not in wanted and given:
            place = reading.place("api_authentication", given[0])
            if wanted:
                yield error(f'"{name}"/"{name}_ref" are not allowed for auth_type "{auth_type}".', "", place)
            else:
                fields = ", ".join(f'"{one}"' for one in given)
                yield error(f'Unsupported field(s) for auth_type "{auth_type}": {fields}.', "", place)


KIND = connector(
    "bitbucket",
    "Bitbucket",
    url("url", "the repository or account"),
    REPOSITORY,
    block(
        "credentials",
        tagged(
            "/authentication",
            case(
                "Http",
                block(
                    "http",
                    tagged(
                        "",
                        case(
                            "UsernamePassword",
                            either("username", "username", "User name"),
                            reference("password_ref", "passwordRef", "the password", required=False),
                            when=(),
                        ),
                    ),
                    description="Clone over HTTP.",
                ),
            ),
            case("Ssh", ssh()),
            choice=Choice.EXACTLY_ONE,
        ),
        required=True,
        description="How to clone.",
    ),
    block(
        "api_authentication",
        tagged(
            "/apiAccess",
            case("UsernameToken", USERNAME, TOKEN_REF, when=()),
            case("EmailAndApiToken", EMAIL, TOKEN_REF, when=()),
            case("AccessToken", TOKEN_REF, when=()),
            selector=text(
                "auth_type",
                None,
                "What to log in with.",
                default="UsernameToken",
                options=("UsernameToken", "AccessToken", "EmailAndApiToken"),
            ),
        ),
        description="How to use Bitbucket's API, which webhooks and status checks need.",
    ),
    delegate_selectors(),
    execute_on_delegate(extra=True),
    connection_type("type", "Account", "Repo"),
    title="Bitbucket",
    rules=(_api_login,),
)
