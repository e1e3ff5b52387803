namespace SsoOidc;

/// <summary>A profile as it was written to the config file.</summary>
public sealed record Profile
{
    internal Profile(string name, string accountId, string roleName)
    {
        Name = name;
        AccountId = accountId;
        RoleName = roleName;
    }

    /// <summary>The name, which every AWS tool takes. Not under the name by which a cmdlet of another module would bind it unasked.</summary>
    public string Name { get; }

    /// <summary>The account's id.</summary>
    public string AccountId { get; }

    /// <summary>The role's name.</summary>
    public string RoleName { get; }

    /// <summary>The session; null for one that goes by its start URL.</summary>
    public string? SessionName { get; internal init; }

    /// <summary>The region that the profile works in.</summary>
    public string? Region { get; internal init; }

    /// <summary>The profile's name.</summary>
    public override string ToString() => Name;
}
