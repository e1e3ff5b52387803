using SsoOidc.Base;
using SsoOidc.Login.Flows;
using SsoOidc.Portal;

namespace SsoOidc;

/// <summary>A role that a session may take in an account.</summary>
public sealed record Role
{
    internal Role(PortalAccount account, string roleName, LoginTarget session)
    {
        AccountId = account.AccountId;
        AccountName = account.AccountName;
        RoleName = roleName;
        Session = session;
    }

    /// <summary>The account's id: twelve digits, as text.</summary>
    public string AccountId { get; }

    /// <summary>The account's name; null where the portal gives none.</summary>
    public string? AccountName { get; }

    /// <summary>The role's name, which is that of a permission set.</summary>
    public string RoleName { get; }

    /// <summary>The session; null for one that goes by its start URL.</summary>
    public string? SessionName => Session.SessionName;

    /// <summary>The address that opens the AWS console with this role, in a browser that is logged in to the portal.</summary>
    public string ConsoleUrl =>
        $"{Shown.Clean(Session.StartUrl, 1000).TrimEnd('/', '#')}/#/console?account_id={Uri.EscapeDataString(AccountId)}&role_name={Uri.EscapeDataString(RoleName)}";

    internal LoginTarget Session { get; }

    /// <summary>The role and the account.</summary>
    public override string ToString() => $"{RoleName} in {AccountName ?? AccountId}";
}
