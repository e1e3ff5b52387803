using System.Text.Json;
using SsoOidc.Client.Models;

namespace SsoOidc;

/// <summary>A command for <see cref="SsoOidcClient.SendAsync{TResponse}"/>: one operation and its members.</summary>
/// <typeparam name="TResponse">What the operation answers.</typeparam>
public abstract record SsoOidcRequest<TResponse> : IHasSecrets
    where TResponse : SsoOidcResponse
{
    private protected SsoOidcRequest()
    {
    }

    /// <summary>The operation this request is for.</summary>
    internal abstract Operation Operation { get; }

    /// <summary>
    /// Whether the request may be sent again after an attempt whose answer was lost. A single-use grant may have been
    /// spent by that attempt, so a replay would turn a network fault into InvalidGrant.
    /// </summary>
    internal virtual bool ReplaySafe => true;

    /// <summary>Names the first required member that is missing, or null (protocol: only these are enforced by the model).</summary>
    internal abstract string? MissingMember { get; }

    IEnumerable<string?> IHasSecrets.Secrets => Secrets;

    /// <inheritdoc cref="IHasSecrets.Secrets"/>
    internal abstract IEnumerable<string?> Secrets { get; }

    /// <summary>Writes the members that are set; an unset member is omitted, an empty list is sent as <c>[]</c>.</summary>
    internal abstract void WriteMembers(Utf8JsonWriter writer);

    /// <summary>Reads the members of a successful answer. Unknown and null members are skipped.</summary>
    internal abstract TResponse ReadResponse(ref Utf8JsonReader reader, ResponseMetadata metadata, DateTimeOffset receivedAt);

    /// <summary>The operation's name: members may be secrets and are never printed.</summary>
    public sealed override string ToString() => GetType().Name;
}
