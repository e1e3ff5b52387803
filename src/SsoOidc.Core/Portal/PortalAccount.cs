namespace SsoOidc.Portal;

/// <summary>An account of the portal as it is shown; the service may leave out all but the id.</summary>
internal sealed class PortalAccount(string accountId, string? accountName = null, string? emailAddress = null)
{
    public string AccountId { get; } = accountId;

    public string? AccountName { get; } = accountName;

    public string? EmailAddress { get; } = emailAddress;
}
