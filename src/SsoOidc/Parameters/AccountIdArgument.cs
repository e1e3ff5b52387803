using SsoOidc.Base;

namespace SsoOidc.Parameters;

/// <summary>Account ids as people and PowerShell write them: a list of numbers has lost its leading zeros.</summary>
internal static class AccountIdArgument
{
    private const int Length = 12;

    /// <summary>Gives an id of digits its twelve; leaves all else, which may be a name or a pattern.</summary>
    public static string Complete(string text) =>
        text.Length is > 0 and < Length && text.All(c => c is >= '0' and <= '9') ? text.PadLeft(Length, '0') : text;

    /// <summary>The id.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Parse(string text) => Complete(text) is { Length: Length } id && id.All(c => c is >= '0' and <= '9')
        ? id
        : throw new ArgumentException($"-AccountId '{Shown.Clean(text, 80)}' is not an account id: expected 12 digits. Look it up by its name: Get-SSOOIDCAccount -Name '{Shown.Clean(text, 80).Replace("'", "''")}'");
}
