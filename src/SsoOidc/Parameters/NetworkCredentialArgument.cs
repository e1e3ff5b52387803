using System.Management.Automation;

namespace SsoOidc;

/// <summary>
/// User name and password as the official <c>-NetworkCredential</c> takes them. A type of its own, since PowerShell makes a PSCredential of any
/// piped object, and of text not without exceptions.
/// </summary>
public sealed class NetworkCredentialArgument(object source)
{
    /// <summary>Whether it is a PSCredential.</summary>
    internal bool IsCredential => Source is PSCredential;

    /// <summary>What was given.</summary>
    internal object Source { get; } = PSObject.AsPSObject(source).BaseObject;

    /// <summary>The kind of object, and nothing of what is in it.</summary>
    public override string ToString() => $"a {Source.GetType().Name}";

    /// <summary>Why the object is not taken.</summary>
    internal PSInvalidCastException Refuse() => new($"-NetworkCredential is a {Source.GetType().Name}; expected a PSCredential.");
}
