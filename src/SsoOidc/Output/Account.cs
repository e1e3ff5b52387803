using SsoOidc.Login.Flows;
using SsoOidc.Portal;

namespace SsoOidc;

/// <summary>An account that a session has roles in.</summary>
public sealed record Account
{
    internal Account(PortalAccount account, LoginTarget session)
    {
        AccountId = account.AccountId;
        AccountName = account.AccountName;
        EmailAddress = account.EmailAddress;
        Session = session;
    }

    /// <summary>The id: twelve digits, as text, since it may begin with a zero.</summary>
    public string AccountId { get; }

    /// <summary>The name; null where the portal gives none.</summary>
    public string? AccountName { get; }

    /// <summary>The address of the account's owner.</summary>
    public string? EmailAddress { get; }

    /// <summary>The session; null for one that goes by its start URL.</summary>
    public string? SessionName => Session.SessionName;

    internal LoginTarget Session { get; }

    /// <summary>The id and the name.</summary>
    public override string ToString() => AccountName is null ? AccountId : $"{AccountId} ({AccountName})";
}
