using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SsoOidc;

/// <summary>Completes an argument from values with tooltips that teach; quotes a value that needs it.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var results = new List<CompletionResult>();
        foreach (var (value, tooltip) in Values(commandName, fakeBoundParameters))
        {
            if (value.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                results.Add(new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, tooltip));
        }

        return results;
    }

    /// <summary>The values, each with its tooltip.</summary>
    private protected abstract (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters);

    private static string Quote(string value)
    {
        foreach (var c in value)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':' or '/' or '*' or '^'))
                return $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        }

        return value;
    }
}

/// <summary>Completes <c>-ClientType</c>.</summary>
public sealed class ClientTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
        [("public", "The only client type that the service accepts")];
}

/// <summary>Completes <c>-GrantType</c> of the public operations.</summary>
public sealed class GrantTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
    [
        ("authorization_code", "Authorization code with PKCE (RFC 6749 section 4.1, RFC 7636): -Code, -RedirectUri, -CodeVerifier"),
        ("device_code", $"Device code (RFC 8628), {GrantTypes.DeviceCode}: -DeviceCode"),
        ("refresh_token", "Refresh token (RFC 6749 section 6): -RefreshToken"),
    ];
}

/// <summary>Completes <c>-GrantType</c> of New-SSOOIDCTokenWithIAM.</summary>
public sealed class IamGrantTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
    [
        ("authorization_code", "Authorization code with PKCE (RFC 6749 section 4.1, RFC 7636): -Code, -RedirectUri, -CodeVerifier"),
        ("jwt-bearer", $"JWT of a trusted token issuer (RFC 7523), {GrantTypes.JwtBearer}: -Assertion"),
        ("refresh_token", "Refresh token (RFC 6749 section 6): -RefreshToken"),
        ("token-exchange", $"Token exchange (RFC 8693), {GrantTypes.TokenExchange}: -SubjectToken"),
    ];
}

/// <summary>Completes <c>-RequestedTokenType</c>.</summary>
public sealed class RequestedTokenTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
    [
        ("access_token", $"An access token (RFC 8693 section 3), {TokenTypes.AccessToken}"),
        ("refresh_token", $"A refresh token (RFC 8693 section 3), {TokenTypes.RefreshToken}"),
    ];
}

/// <summary>Completes <c>-SubjectTokenType</c>.</summary>
public sealed class SubjectTokenTypeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
        [("access_token", $"The only type that the service takes (RFC 8693 section 3), {TokenTypes.AccessToken}")];
}

/// <summary>Completes <c>-Scope</c>.</summary>
public sealed class ScopeCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters) =>
    [
        ("sso:account:access", "Accounts and roles of the person; makes tokens refreshable"),
        ("openid", "An OpenID Connect id token, with CreateTokenWithIAM"),
        ("aws", "AWS details in the answer, with CreateTokenWithIAM"),
        ("sts:identity_context", "An identity context for sts:AssumeRole, with CreateTokenWithIAM"),
    ];
}
