namespace SsoOidc.Client.Models;

/// <summary>A request with members that no message may repeat, not even one of the service that received them.</summary>
internal interface IHasSecrets
{
    /// <summary>The secrets; null for one that is not set.</summary>
    IEnumerable<string?> Secrets { get; }
}
